import type { Tx } from './ctx.server.ts';

/** What happened, as ids by name: enough for a listener to look at the rows itself. */
export type About = Readonly<Record<string, string>>;

/** Whoever has to do something in the same transaction. */
export type Listener = (tx: Tx, about: About) => Promise<void>;

/** Who hears what, in this order; named in one place, `wiring.server.ts`. */
export type Listeners = Readonly<Record<string, readonly Listener[]>>;

/**
 * Tells the listeners of `kind`, inside the transaction of what happened: what they write commits or
 * vanishes with it. They never touch the network; what has to, they send as a job.
 */
export async function announce(tx: Tx, kind: string, about: About): Promise<void> {
  for (const hear of tx.listeners[kind] ?? []) await hear(tx, about);
}
