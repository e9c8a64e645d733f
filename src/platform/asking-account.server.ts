import { sql } from 'drizzle-orm';
import type { Tx } from './ctx.server.ts';
import type { Runner } from './db.server.ts';

/**
 * Runs `work` as an account of the database that can read nothing private of the person who is asked: what a
 * statement of it must not see, PostgreSQL itself refuses. Where the server has no such account, which
 * `layAskingAccount` says at the start, it runs as the usual one.
 */
export async function asAskingAccount<T>(
  { db }: Pick<Tx, 'db'>,
  work: () => Promise<T>,
): Promise<T> {
  await db.execute(sql`select set_config('role', rolname, true) from pg_roles
    where rolname = asking_account() and pg_has_role(session_user, oid, 'MEMBER')`);
  const done = await work();
  // After a fault the transaction is over, and with it the account.
  await db.execute(sql`select set_config('role', 'none', true)`);
  return done;
}

/**
 * Makes the account, or gives it its rights again. Whether it can be used, and what it is called. Processes that
 * start together do it one after the other: PostgreSQL faults when two change the same rights at once.
 */
export async function layAskingAccount(db: Runner): Promise<{ usable: boolean; name: string }> {
  const { rows } = await db.execute<{ usable: boolean; name: string }>(
    sql`select lay_asking_account() as usable, asking_account() as name
      from (select pg_advisory_xact_lock(hashtext('asking account'))) alone`,
  );
  return rows[0] ?? { usable: false, name: '' };
}

/** What an operator is told when the account cannot be made by Pocket Friends itself. */
export function withoutAskingAccount(name: string): string {
  return `The database has no account ${name} for friend requests, which then run as the usual one. docs/operating.md says how to make it.`;
}
