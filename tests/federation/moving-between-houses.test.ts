import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, holds } from './effects.ts';
import { inboxOf, uriOf } from './open.ts';
import { about, openStranger, type Stranger, type StrangePerson } from './stranger.ts';
import { openTwoHouses, type TwoHouses } from './two-houses.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { moveAway } from '#domain/federation/moves.server.ts';
import { changeAliases } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Pat lives with Anna and moves to where Ben lives. Both follow Pat, and so does Carol, on a server of her own. */
let two: TwoHouses;
let p1: Stranger;
let carol: StrangePerson;
let old: Viewer;
let moved: Viewer;

beforeAll(async () => {
  two = await openTwoHouses();
  const { a, b, anna, ben } = two;
  p1 = await openStranger(two.town, 'p1.test');
  carol = await p1.aPerson('carol');
  old = await a.aPerson({ handle: 'pat' });
  moved = await b.aPerson({ handle: 'pat' });
  const found = await b.services.elsewhere(b.as(ben), '@pat@a.test');
  if (!found || !('personId' in found)) throw new Error('Pat was not found.');
  await followPerson(b.as(ben), found.personId);
  await followPerson(a.as(anna), old.personId);
  await p1.say(carol, inboxOf(a, 'pat'), about('Follow', carol, uriOf(a, 'pat'), p1.newId()));
  await two.quiet();
});
afterAll(async () => {
  await p1.close();
  await two.close();
});

const followsOf = async (house: 'a' | 'b') => (await holds(two[house])).follows;

test('nobody follows Pat to where it is not said that the old account is theirs', async () => {
  const { a, b, ben } = two;
  expect(await moveAway(a.as(old), '@pat@b.test')).toEqual({ refused: 'notYours' });
  await b.services.elsewhere(b.as(ben), '@carol@p1.test');
  await follows(b, 'ben', 'carol@p1.test');
  const move = { ...about('Move', carol, carol.uri, p1.newId()), target: uriOf(b, 'pat') };
  await p1.say(carol, inboxOf(b, 'pat'), move);
  await two.quiet();
  const before = ['ben follows carol@p1.test', 'ben follows pat@a.test'];
  expect(await followsOf('b')).toEqual(before);
});

test('whoever followed Pat follows the new account, in both houses; a third server hears where it is', async () => {
  const { a, b } = two;
  await changeAliases(b.as(moved), ['@pat@a.test']);
  await b.services.elsewhere(b.as(moved), '@pat@a.test');
  expect(await moveAway(a.as(old), '@pat@b.test')).toBeUndefined();
  await two.quiet();
  expect(await followsOf('a')).toEqual(['anna follows pat@b.test', 'carol@p1.test follows pat']);
  expect(await followsOf('b')).toEqual([
    ...['anna@a.test follows pat', 'ben follows carol@p1.test', 'ben follows pat'],
  ]);
  const [move, ...more] = p1.heardOf('Move');
  expect(more).toEqual([]);
  expect(move?.activity).toMatchObject({ object: uriOf(a, 'pat'), target: uriOf(b, 'pat') });
  expect(move?.signedWith).toBe(`${uriOf(a, 'pat')}#main-key`);
});
