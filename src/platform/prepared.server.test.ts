import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openWorld } from '../../tests/world.ts';

test('a statement is planned once on a connection, also inside a transaction', async () => {
  const world = await openWorld();
  const planned = await world.services.db.transaction(async (db) => {
    for (const handle of ['anna', 'ben', 'cleo'])
      await db.execute(sql`select id from person where handle = ${handle}`);
    return db.execute<{ times: number }>(sql`select (generic_plans + custom_plans)::int as times
      from pg_prepared_statements where statement like 'select id from person%'`);
  });
  await world.close();
  expect(planned.rows).toEqual([{ times: 3 }]);
});

test('statements of any length do not fill the memory of the database', async () => {
  const world = await openWorld();
  const count = await world.services.db.transaction(async (db) => {
    for (let n = 0; n < 400; n++) await db.execute(sql.raw(`select ${n} as n where ${n} >= 0`));
    return db.execute<{ count: number }>(
      sql`select count(*)::int as count from pg_prepared_statements`,
    );
  });
  await world.close();
  expect(count.rows[0]?.count).toBeLessThanOrEqual(300);
});
