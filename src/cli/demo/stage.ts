import { drizzle } from 'drizzle-orm/node-postgres';
import { handClock } from '#platform/clock.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Where the demonstration is played: every verb in one transaction, under a clock turned by hand. */
export interface Stage {
  clock: ReturnType<typeof handClock>;
  /** What a verb is given when this person (or nobody) asks. */
  as(viewer: Viewer | null): Ctx;
}

/**
 * Plays on the one connection, so that all of it commits or nothing. Jobs are not sent: the past has
 * no letters. Whoever reads by the pool reads inside the transaction as well.
 */
export async function onStage<T>(
  services: Services,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const client = await services.pool.connect();
  const clock = handClock(new Date());
  const pool: Services['pool'] = Object.create(services.pool, {
    query: { value: client.query.bind(client) },
  });
  const jobs = { ...services.jobs, send: async () => undefined };
  const live = { ...services.live, publish: async () => undefined };
  try {
    return await drizzle({ client }).transaction((db) =>
      play({ clock, as: (viewer) => ({ ...services, db, pool, jobs, live, clock, viewer }) }),
    );
  } finally {
    client.release();
  }
}

/** The result of a verb that has no reason to refuse; throws with the reason when it does. */
export function must<T>(result: T): Exclude<T, { refused: unknown }> {
  if (typeof result === 'object' && result !== null && 'refused' in result) {
    throw new Error(`The demonstration was not made: ${JSON.stringify(result)}.`);
  }
  return result as Exclude<T, { refused: unknown }>;
}
