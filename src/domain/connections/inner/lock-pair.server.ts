import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/ctx.server.ts';

/** What two do about each other comes one after the other until the transaction ends: no follow slips past a block. */
export async function lockPair({ db }: Tx, one: string, other: string): Promise<void> {
  const pair = [one, other].sort().join(' ');
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pair ${pair}`}, 0))`);
}
