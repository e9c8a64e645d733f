import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { tokenByHand } from './by-hand.server.ts';
import { listGrants, takeBack } from './grants.server.ts';
import { findBearer } from './tokens.server.ts';
import { listActs } from '#domain/house/audit.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('a token made at the machine is seen, written down, and taken back like any other', async () => {
  const anna = await world.aPerson({ handle: 'anna' });
  const about = { handle: '@Anna', scopes: 'read write:media', app: 'Our newsletter' };
  const made = await tokenByHand(world.as(null), about);
  if ('refused' in made) throw new Error(made.refused);
  const bearer = await findBearer(world.services, made.token);
  expect(bearer).toMatchObject({
    scopes: ['read', 'write:media'],
    viewer: { personId: anna.personId },
  });
  const [grant] = await listGrants(world.as(anna));
  expect(grant?.name).toBe('Our newsletter');
  const acts = await listActs(world.as(await world.aPerson({ operator: true })));
  expect(acts).toEqual([expect.objectContaining({ act: 'make-token', subject: anna.personId })]);
  await takeBack(world.as(anna), grant?.appId ?? '');
  expect(await findBearer(world.services, made.token)).toBeUndefined();
});

test('OAU-05: no token is made for nobody, or with a scope that does not exist', async () => {
  const ask = (handle: string, scopes: string, app = 'Try') =>
    tokenByHand(world.as(null), { handle, scopes, app });
  expect(await ask('nobody_here', 'read')).toEqual({ refused: 'nobody' });
  expect(await ask('anna', 'everything')).toEqual({ refused: 'scopes' });
  expect(await ask('anna', 'read', '…')).toEqual({ refused: 'name' });
});
