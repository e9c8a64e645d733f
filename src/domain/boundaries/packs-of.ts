import type { Pack } from './pack.ts';
import type { Statement } from '#domain/people/work-rules.ts';

/** The packs that come with the house, with the names that people read, from the widest to the narrowest. */
export const packNames = {
  base: 'For everybody',
} as const;

/** One of them. */
export type PackId = keyof typeof packNames;

/**
 * The packs that somebody is advised by, from what they say publicly of their work: `null` is somebody who says
 * nothing of it, and is advised by what holds for everybody.
 */
export function packsOf(_statement: Statement | null): PackId[] {
  return ['base'];
}

/** Written by `npm run boundaries:compile`, and only by it: it has checked every word. */
const compiled: Record<PackId, () => Promise<{ default: unknown }>> = {
  base: () => import('./compiled/base.json', { with: { type: 'json' } }),
};

/** Fetches packs with their words; a phone fetches only those it names. */
export async function loadPacks(ids: readonly PackId[]): Promise<Pack[]> {
  return await Promise.all(ids.map(async (id) => (await compiled[id]()).default as Pack));
}
