import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { longestHome, trimHomes } from './home-clock.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

test('a home keeps its newest lines, and short ones lose none', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const { db } = world.services;
  for (const [who, lines] of [[anna, longestHome + 40] as const, [ben, 5] as const])
    await db.execute(sql`insert into home_line (person_id, id, post_id, author_id, why)
      select ${who.personId}::bigint, n, n, ${who.personId}::bigint, 'own' from generate_series(1, ${lines}::int) n`);
  await trimHomes(world.services, {});
  const { rows } =
    await db.execute(sql`select person_id::text as who, count(*)::int as lines, min(id)::int as oldest
    from home_line group by person_id order by person_id`);
  expect(rows).toEqual([
    { who: anna.personId, lines: longestHome, oldest: 41 },
    { who: ben.personId, lines: 5, oldest: 1 },
  ]);
});
