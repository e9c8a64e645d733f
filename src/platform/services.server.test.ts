import { expect, test } from 'vitest';
import { openWorld } from '../../tests/world.ts';

test('what has to be finished when the house closes is finished while the database is still there', async () => {
  const world = await openWorld();
  const finished: string[] = [];
  world.services.uponClose(async () => {
    for (const step of ['first', 'second']) {
      await world.services.pool.query('select 1');
      finished.push(step);
    }
  });
  await world.close();
  expect(finished).toEqual(['first', 'second']);
});
