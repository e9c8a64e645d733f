import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { moveAway } from '#domain/federation/moves.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let follower: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  const { a, p2 } = street;
  pat = await a.aPerson({ handle: 'pat', name: 'Pat' });
  follower = await p2.aPerson('carol');
  const follow = about('Follow', follower, uriOf(a, 'pat'), p2.newId());
  await p2.say(follower, inboxOf(a, 'pat'), follow);
  await settled(a);
});
afterAll(() => street.close());

test('nobody moves to an account that does not say that it is theirs too', async () => {
  const { a, p1, p2 } = street;
  await p1.aPerson('somebody');
  expect(await moveAway(a.as(pat), '@somebody@p1.test')).toEqual({ refused: 'notYours' });
  expect(await moveAway(a.as(pat), '@nobody@p1.test')).toEqual({ refused: 'notFound' });
  await settled(a);
  expect(p2.heardOf('Move')).toEqual([]);
});

test('whoever moves away leads their followers along, and their page says where they are', async () => {
  const { a, p1, p2, town } = street;
  const there = await p1.aPerson('pat', { alsoKnownAs: [uriOf(a, 'pat')] });
  expect(await moveAway(a.as(pat), '@pat@p1.test')).toBeUndefined();
  await settled(a);
  expect(p2.heardOf('Move').map(({ activity }) => activity)).toMatchObject([
    { actor: uriOf(a, 'pat'), object: uriOf(a, 'pat'), target: there.uri },
  ]);
  const document = await ask(town, uriOf(a, 'pat'));
  expect(document.json).toMatchObject({ movedTo: there.uri });
  const page = await ask(town, 'https://a.test/@pat', { headers: { accept: 'text/html' } });
  expect(page.text).toContain('Pat has moved');
  expect(page.text).toContain('/@pat@p1.test');
});

test('apps read of whoever has moved, here and elsewhere, who they are now', async () => {
  const { a, p1, p2 } = street;
  const reader = await a.aPerson({ handle: 'quinn' });
  const call = callsOf(a);
  const token = await aToken(a, reader, ['read']);
  const now = { acct: 'pat@p1.test', moved: null };
  const post = await written(a, pat, 'I am elsewhere now.');
  const own = await aToken(a, pat, ['read', 'profile']);
  expect(
    (await call('GET /api/v1/accounts/verify_credentials', { token: own })).body.moved,
  ).toMatchObject(now);
  const of = async (acct: string) =>
    (await call(`GET /api/v1/accounts/lookup?acct=${acct}`, { token })).body.moved;
  expect(await of('pat')).toMatchObject(now);
  expect((await call(`GET /api/v1/statuses/${post}`, { token })).body.account.moved).toMatchObject(
    now,
  );
  expect(await of('pat@p1.test')).toBe(null);
  const dora = await p2.aPerson('dora');
  await a.services.elsewhere(a.as(reader), '@dora@p2.test');
  expect(await of('dora@p2.test')).toBe(null);
  const there = await p1.aPerson('dora', { alsoKnownAs: [dora.uri] });
  const moves = about('Move', dora, dora.uri, p2.newId(), { target: there.uri });
  await p2.say(dora, inboxOf(a, 'pat'), moves);
  await settled(a);
  expect(await of('dora@p2.test')).toMatchObject({ acct: 'dora@p1.test', moved: null });
  // Whoever has blocked the reader is nobody to them, also as somebody's new account.
  await p1.say(there, inboxOf(a, 'pat'), about('Block', there, uriOf(a, 'quinn'), p1.newId()));
  await settled(a);
  expect(await of('dora@p2.test')).toBe(null);
});
