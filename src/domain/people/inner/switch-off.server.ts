import type { Kept } from './proofs.server.ts';

const hour = 60 * 60;

/** The proof that waits until a lost second step is switched off; about the login's id. */
export const offKind = 'second-step-off';
/** How long it waits, so that the owner hears of it and can stop it; and how long it is kept at most. */
export const offSeconds = { wait: 24 * hour, kept: 8 * 24 * hour } as const;

/** When a lost second step will be switched off. */
export function dueOf({ created }: Pick<Kept, 'created'>): Date {
  return new Date(created.getTime() + offSeconds.wait * 1000);
}
