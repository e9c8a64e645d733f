import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Ctx } from './ctx.server.ts';

/** How often something may be tried in a window of so many seconds. */
export interface Allowance {
  times: number;
  seconds: number;
}

/**
 * Counts one try and says whether it was one too many. Windows are fixed, one statement a try,
 * shared by all web processes; a try beyond the limit does not make the window longer. `key` names
 * what is tried and by whom (`sign-in:anna@example.org`); it is kept as a keyed hash only.
 */
export async function limited(
  { db, clock, secret }: Pick<Ctx, 'db' | 'clock' | 'secret'>,
  key: string,
  { times, seconds }: Allowance,
): Promise<boolean> {
  const hash = hashOf(secret, key);
  const now = clock.now().getTime();
  const { rows } = await db.execute<{ count: number }>(sql`
    insert into rate_limit as known (key, count, until)
    values (${hash}, 1, ${now + seconds * 1000})
    on conflict (key) do update set
      count = case when known.until <= ${now} then 1 else least(known.count + 1, 1000000) end,
      until = case when known.until <= ${now} then excluded.until else known.until end
    returning count`);
  return (rows[0]?.count ?? 0) > times;
}

/** Whether a limit is used up already, without counting a try. */
export async function reached(
  { db, clock, secret }: Pick<Ctx, 'db' | 'clock' | 'secret'>,
  key: string,
  { times }: Allowance,
): Promise<boolean> {
  const { rows } = await db.execute(sql`select from rate_limit
    where key = ${hashOf(secret, key)} and count >= ${times} and until > ${clock.now().getTime()}`);
  return rows.length > 0;
}

function hashOf(secret: string, key: string): string {
  return createHmac('sha256', secret).update(`limit:${key}`).digest('base64url');
}

/** Forgets windows that are over. */
export async function forgetOldLimits({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  await db.execute(sql`delete from rate_limit where until <= ${clock.now().getTime()}`);
}
