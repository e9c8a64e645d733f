import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { findViewer } from './sign-in.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

test('a person is known by the session cookie until it ends', async () => {
  const anna = await world.aPatient();
  const cookie = await world.cookieOf(anna);
  expect(await findViewer(world.services, cookie)).toMatchObject({ handle: anna.handle });
  expect(await findViewer(world.services, cookie.replace('.', '.x'))).toBeNull();
  world.clock.turnBy(2 * 86_400_000);
  expect(await findViewer(world.services, cookie)).toBeNull();
});
