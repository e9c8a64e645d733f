import type { Runner } from './db.server.ts';
import type { Wake } from './live.server.ts';
import type { Services } from './services.server.ts';

/** Whoever asks, as far as every door needs to know. */
export interface Viewer {
  personId: string;
  handle: string;
  name: string;
  operator: boolean;
  zone: string;
}

/** What a verb is given: who asks, the clock, and the ways to tables, jobs and the outside. */
export interface Ctx extends Omit<Services, 'db' | 'close'> {
  db: Runner;
  viewer: Viewer | null;
}

/** A context inside a transaction: `wake` tells every process after commit that something changed. */
export interface Tx extends Ctx {
  wake(wake: Wake): void;
}

/**
 * Runs `work` in one transaction. Rows and jobs commit or vanish together; wakes are sent after the
 * commit and before this returns, so an answer never overtakes the news of it. Inside of another
 * transaction it is a part of that one, which can be undone alone; its wakes leave with the whole.
 */
export async function inTransaction<T>(ctx: Ctx | Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const wakes: Wake[] = [];
  const result = await ctx.db.transaction((db) =>
    work({ ...ctx, db, wake: (wake) => void wakes.push(wake) }),
  );
  if ('wake' in ctx) for (const wake of wakes) ctx.wake(wake);
  else await ctx.live.publish(wakes);
  return result;
}
