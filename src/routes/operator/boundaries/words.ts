import type { NotPublished } from '#domain/boundaries/own-packs.server.ts';

/** What stopped something from being published, in sentences with their lines; nothing for `gone`. */
export function problemsOf(
  refused: NotPublished,
): { line: number | null; says: string }[] | undefined {
  if ('problems' in refused) return refused.problems;
  if (refused.refused === 'gone') return undefined;
  return [
    {
      line: null,
      says: 'Somebody else has published meanwhile. What you wrote is still here: look at what it changes now, and publish again.',
    },
  ];
}
