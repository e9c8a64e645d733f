import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
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
