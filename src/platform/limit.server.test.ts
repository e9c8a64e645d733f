import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../tests/world.ts';
import { forgetOldLimits, limited } from './limit.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const thrice = { times: 3, seconds: 60 };

async function tries(key: string, count: number): Promise<boolean[]> {
  return Promise.all(Array.from({ length: count }, () => limited(world.services, key, thrice)));
}

test('of ten tries at once exactly three are let through', async () => {
  const answers = await tries('door:anna', 10);
  expect(answers.filter((tooMany) => !tooMany)).toHaveLength(3);
});

test('a new window begins when the old one is over, and waiting is not made longer by trying', async () => {
  await tries('door:ben', 5);
  world.clock.turnBy(59_000);
  expect(await tries('door:ben', 1)).toEqual([true]);
  world.clock.turnBy(1_000);
  expect(await tries('door:ben', 1)).toEqual([false]);
});

test('who was limited cannot be read from the table', async () => {
  await tries('sign-in:carla@example.org', 1);
  const { rows } = await world.services.pool.query('select key from rate_limit');
  expect(JSON.stringify(rows)).not.toContain('carla');
});

test('windows that are over are forgotten', async () => {
  await tries('door:dora', 1);
  world.clock.turnBy(3_600_000);
  await forgetOldLimits(world.services);
  const { rows } = await world.services.pool.query('select key from rate_limit');
  expect(rows).toEqual([]);
});
