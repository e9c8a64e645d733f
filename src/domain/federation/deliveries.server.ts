import { sql } from 'drizzle-orm';
import type { Ctx } from '#platform/ctx.server.ts';

/** How long something waits for a server that does not take it. */
export const longestWait = 7 * 24 * 60 * 60 * 1000;

/** Gives up what has waited for too long, and forgets every activity that nobody is to have any more. */
export async function tidyDeliveries({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  const since = new Date(clock.now().getTime() - longestWait);
  await db.execute(sql`delete from delivery d using outgoing o
    where o.id = d.outgoing_id and o.created < ${since}`);
  await db.execute(sql`delete from outgoing o
    where not exists (select from delivery d where d.outgoing_id = o.id)`);
}
