import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, holds } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';

let street: Street;
let bob: StrangePerson;
let carol: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol', { manuallyApprovesFollowers: true });
  for (const [home, who] of [[p1, bob] as const, [p2, carol] as const])
    await says(who, 'Create', home.aNote(who, 'I am new here.', naming(a, 'pat')));
  await holds(a);
  await follows(a, 'pat', 'bob@p1.test');
});
afterAll(() => street.close());

async function says(by: StrangePerson, type: string, object: unknown, more: object = {}) {
  const home = by === carol ? street.p2 : street.p1;
  const activity = about(type, by, object, home.newId(), { ...more });
  await home.say(by, inboxOf(street.a, 'pat'), activity);
}

const moves = (by: StrangePerson, from: string, target: string) =>
  says(by, 'Move', from, { target });
const all = async () => (await holds(street.a)).follows;

test('APF-17: whoever says that they have moved is followed only to where that is said as well', async () => {
  const { a, p2 } = street;
  const before = await all();
  await moves(bob, bob.uri, uriOf(a, 'pat'));
  await moves(bob, bob.uri, carol.uri);
  await moves(carol, bob.uri, carol.uri);
  await moves(bob, carol.uri, bob.uri);
  await moves(bob, bob.uri, bob.uri);
  p2.serve(carol.uri, { ...p2.served(carol.uri), alsoKnownAs: [`${bob.uri}/other`] });
  await moves(bob, bob.uri, carol.uri);
  expect(await all()).toEqual(before);
  p2.serve(carol.uri, { ...p2.served(carol.uri), alsoKnownAs: [bob.uri] });
  await moves(bob, bob.uri, carol.uri);
  expect(await all()).toEqual(['pat asks carol@p2.test']);
});

test('APF-17: whoever moves on within the day is not followed there', async () => {
  const { a, p1, p2 } = street;
  await follows(a, 'pat', 'bob@p1.test');
  const dora = await p2.aPerson('dora', {
    ...{ alsoKnownAs: [bob.uri], manuallyApprovesFollowers: true },
  });
  await moves(bob, bob.uri, dora.uri);
  expect(await all()).toContain('pat follows bob@p1.test');
  street.town.clock.turnBy(25 * 60 * 60 * 1000);
  await moves(bob, bob.uri, dora.uri);
  expect(await all()).toEqual(['pat asks carol@p2.test', 'pat asks dora@p2.test']);
  expect(p1.heardOf('Undo').length).toBeGreaterThan(0);
});
