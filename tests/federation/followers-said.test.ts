import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { digestOf } from './followers-digest.ts';
import { inboxOf, openStreet, personHere, uriOf, type Street } from './open.ts';
import { signedByCavage, signedByRfc9421 } from './signing.ts';
import { about, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { written } from '../makers/writing.ts';
import { blockPerson, unblockPerson } from '#domain/connections/blocks.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let alice: StrangePerson;
let carol: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  alice = await p1.aPerson('alice');
  carol = await p2.aPerson('carol');
  for (const [home, who] of [
    [p1, bob],
    [p1, alice],
    [p2, carol],
  ] as const)
    await home.say(who, inbox, about('Follow', who, uriOf(a, 'pat'), home.newId()));
  await settled(a);
});
afterAll(() => street.close());

const part = () => `${uriOf(street.a, 'pat')}/followers_synchronization`;

test('the digest is that of the proposal’s example', () => {
  expect(
    digestOf('https://testing.example.org/users/1', 'https://testing.example.org/users/2'),
  ).toBe('c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f');
});

test('what is for followers says along with it, signed, who of that server they are', async () => {
  const { a, p1, p2 } = street;
  for (const visibility of ['followers', 'public', 'unlisted'] as const)
    await written(a, pat, `For ${visibility}.`, { visibility });
  await settled(a);
  const told = (home: typeof p1, words: string) =>
    home.heardOf('Create').find(({ activity }) => activity.object.content.includes(words));
  const header = (...uris: string[]) =>
    `collectionId="${uriOf(a, 'pat')}/followers", url="${part()}", digest="${digestOf(...uris)}"`;
  const said = told(p1, 'For followers');
  expect(said?.headers['collection-synchronization']).toBe(header(bob.uri, alice.uri));
  expect(said?.covered).toContain('collection-synchronization');
  expect(said?.signedWith).toBe(`${uriOf(a, 'pat')}#main-key`);
  expect(told(p2, 'For followers')?.headers['collection-synchronization']).toBe(header(carol.uri));
  for (const words of ['For public', 'For unlisted'])
    expect(told(p1, words)?.headers).not.toHaveProperty('collection-synchronization');
});

test('a server that knows the draft alone hears the same, signed as well', async () => {
  const { a, p1 } = street;
  await a.services.db.execute(sql`update peer set signs_by = 'draft-cavage-http-signatures-12'`);
  await written(a, pat, 'By the draft.', { visibility: 'followers' });
  await settled(a);
  const said = p1.heardOf('Create').at(-1);
  expect(said?.headers).not.toHaveProperty('signature-input');
  expect(said?.covered).toContain('collection-synchronization');
  expect(said?.signedWith).toBe(`${uriOf(a, 'pat')}#main-key`);
});

/** Asks who of its followers Pat has on the server of whoever signs. */
function reads(by: StrangePerson | null, key = by?.key, signs = signedByCavage) {
  const letter = { method: 'GET', url: part(), date: street.town.clock.now() };
  const headers = by && key ? signs(letter, { keyId: by.keyId, key }) : {};
  return ask(street.town, part(), { headers });
}

test('PRV-18: a server reads which of its own people follow, and nobody else does', async () => {
  const { a, p1 } = street;
  for (const signs of [signedByCavage, signedByRfc9421]) {
    expect((await reads(bob, bob.key, signs)).json).toMatchObject({
      ...{ id: part(), type: 'OrderedCollection', totalItems: 2 },
      orderedItems: [alice.uri, bob.uri],
    });
    expect((await reads(carol, carol.key, signs)).json.orderedItems).toEqual([carol.uri]);
  }
  for (const asked of [await reads(null), await reads(bob, carol.key)])
    expect([asked.status, asked.text]).toEqual([401, '']);
  const absent = await ask(street.town, part().replace('pat', 'nobody'));
  expect(absent.status).toBe(404);
  // The place itself signs what it fetches: nobody has heard of it before.
  const server = await p1.aPerson('server', { type: 'Application' });
  expect((await reads(server)).json.orderedItems).toEqual([alice.uri, bob.uri]);
  const forged = await p1.aPerson('forged');
  expect((await reads(forged, carol.key)).status).toBe(401);
  await blockPerson(a.as(pat), await personHere(a, 'carol@p2.test'));
  expect((await reads(carol)).status).toBe(404);
  await unblockPerson(a.as(pat), await personHere(a, 'carol@p2.test'));
});

test('PRV-18: whoever is unknown is looked for, whether or not anybody of their server follows', async () => {
  const { a, p1, town } = street;
  await settled(a);
  await a.aPerson({ handle: 'quiet' });
  // Somebody else claims to be of p1.test, and takes the time.
  const lookedFor = async (whose: string, who: string) => {
    const asked = p1.asked.length;
    const url = `${uriOf(a, whose)}/followers_synchronization`;
    const hand = { keyId: `${p1.origin}/users/${who}#main-key`, key: carol.key };
    const headers = signedByCavage({ method: 'GET', url, date: town.clock.now() }, hand);
    expect((await ask(town, url, { headers })).status).toBe(401);
    return p1.asked.slice(asked);
  };
  expect(await lookedFor('pat', 'none')).toEqual(['GET /users/none']);
  expect(await lookedFor('quiet', 'none')).toEqual(['GET /users/none']);
});
