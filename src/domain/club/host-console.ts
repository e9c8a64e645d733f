import type { ChatLine } from './chat-view.ts';

/** Somebody of whom hosts see whether anybody has answered. */
export interface Listener {
  handle: string;
  name: string;
  firstTime: boolean;
  /** Lines that stand, and how many of them somebody else has answered. */
  answers: number;
  answered: number;
}

/** Somebody who wrote and has no answer yet, with the newest lines. */
export interface WaitingPerson {
  handle: string;
  name: string;
  firstTime: boolean;
  lines: { id: string; number: number; html: string; published: string }[];
}

const mostLines = 2;

/**
 * Whom nobody has answered: first-timers first, then whoever has waited longest. Somebody whose lines
 * are all hidden or older than the window is not in it.
 */
export function waitingPeople(
  lines: readonly ChatLine[],
  people: readonly Listener[],
): WaitingPerson[] {
  const said = new Map<string, WaitingPerson['lines']>();
  for (const { id, number, html, published, author } of lines) {
    if (!author || html === null) continue;
    said.set(author.handle, [...(said.get(author.handle) ?? []), { id, number, html, published }]);
  }
  const first = (handle: string) => said.get(handle)?.[0]?.number ?? Infinity;
  return people
    .filter(({ handle, answers, answered }) => answers > 0 && answered === 0 && said.has(handle))
    .sort((a, b) => Number(b.firstTime) - Number(a.firstTime) || first(a.handle) - first(b.handle))
    .map(({ handle, name, firstTime }) => ({
      handle,
      name,
      firstTime,
      lines: (said.get(handle) ?? []).slice(-mostLines),
    }));
}
