import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../tests/world.ts';
import { asAskingAccount, layAskingAccount } from './asking-account.server.ts';
import { inTransaction } from './ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const whoAsks = sql`select current_user::text as name`;

/** What PostgreSQL says to a statement of the account that asks. */
const asked = (statement: string) =>
  inTransaction(world.as(null), (tx) =>
    asAskingAccount(tx, () => tx.db.execute(sql.raw(statement))),
  ).then(
    ({ rowCount }) => rowCount,
    (fault: Error & { cause?: { code?: string } }) => fault.cause?.code,
  );

const refused = '42501';

test.each([
  ['holds', 'select from request_hold'],
  ['trays', 'select from friend_request_arrival'],
  ['ages', 'select from young_person'],
  ['contact details', 'select from shared_contact'],
  ['meetings', 'select from meeting'],
  ['introductions', 'select from introduction_arrival'],
  ['private notes', 'select from person_note'],
  ['mutes', 'select from mute'],
  ['the notes of requests', 'select note from friend_request'],
  ['addresses', 'select from login'],
  ['whose login somebody has', 'select login_id from person'],
  ['posts', 'select from post'],
])(
  'HLT-01: PostgreSQL itself keeps %s from whoever asks to be friends',
  async (_what, statement) => {
    expect(await asked(statement)).toBe(refused);
    expect((await world.services.pool.query(statement)).rows).toEqual([]);
  },
);

test('what a request needs can be read by it, and afterwards the usual account works again', async () => {
  expect(await asked('select handle from person')).toBe(0);
  const names = await inTransaction(world.as(null), async (tx) => [
    await asAskingAccount(tx, () => tx.db.execute(whoAsks)),
    await tx.db.execute(whoAsks),
  ]);
  const [asking, usual] = names.map(({ rows }) => String(rows[0]?.['name']));
  expect(asking).toBe(`${usual}_asking`);
});

test('laying it again changes nothing, also several times at once', async () => {
  const laid = await Promise.all(
    Array.from({ length: 20 }, () => layAskingAccount(world.services.db)),
  );
  expect(laid.filter(({ usable }) => usable)).toHaveLength(20);
});

test('where the server has no such account, requests are asked by the usual one', async () => {
  const { pool } = world.services;
  const { rows } = await pool.query<{ name: string }>('select asking_account() as name');
  await pool.query(`create or replace function asking_account() returns text language sql stable
    as $$ select 'nobody_of_this_name' $$`);
  const name = await inTransaction(world.as(null), (tx) =>
    asAskingAccount(tx, () => tx.db.execute(whoAsks)),
  );
  expect(String(name.rows[0]?.['name'])).not.toContain('asking');
  // Laid by an account that may make none: that of a test server may make any.
  const laid = await inTransaction(world.as(null), async ({ db }) => {
    await db.execute(sql`select set_config('role', ${rows[0]?.name}, true)`);
    return layAskingAccount(db);
  });
  expect(laid).toEqual({ usable: false, name: 'nobody_of_this_name' });
});
