import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, holds } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { followUri } from '#domain/federation/addresses.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let mallory: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let carolId: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  mallory = await a.aPerson({ handle: 'mallory' });
  await a.aPerson({ handle: 'pro' });
  bob = await p1.aPerson('bob', { manuallyApprovesFollowers: true });
  carol = await p2.aPerson('carol', { manuallyApprovesFollowers: true });
  for (const [home, who] of [[p1, bob] as const, [p2, carol] as const])
    await says(who, 'Create', home.aNote(who, 'I am new here.', naming(a, 'pro')));
  await holds(a);
  carolId = await personHere(a, 'carol@p2.test');
});
afterAll(() => street.close());

async function says(by: StrangePerson, type: string, object: unknown) {
  const home = by === carol ? street.p2 : street.p1;
  const said = await home.say(by, inboxOf(street.a, 'pat'), about(type, by, object, home.newId()));
  expect(said.status).toBe(202);
}

const all = async () => (await holds(street.a)).follows;
/** What pat's asking to follow carol is called. */
const asking = () => followUri(street.a.origin, 'pat', carolId);
const follow = (id: string, actor: string, object: string) => ({
  id,
  type: 'Follow',
  actor,
  object,
});

test('APF-08: only the one who was asked lets somebody follow them, and for what was asked', async () => {
  const { a } = street;
  await followPerson(a.as(pat), carolId);
  const patUri = uriOf(a, 'pat');
  const real = follow(asking(), patUri, carol.uri);
  for (const type of ['Accept', 'Reject'])
    for (const object of [real, asking(), { ...real, object: bob.uri }])
      await says(bob, type, object);
  const other = followUri(a.origin, 'pat', await personHere(a, 'bob@p1.test'));
  for (const object of [
    follow(other, patUri, carol.uri),
    follow(`${a.origin}/users/mallory/follows/${carolId}`, patUri, carol.uri),
    follow('https://p2.test/follows/1', patUri, carol.uri),
    other,
  ])
    await says(carol, 'Accept', object);
  expect(await all()).toEqual(['pat asks carol@p2.test']);
  await says(carol, 'Accept', real);
  expect(await all()).toEqual(['pat follows carol@p2.test']);
  await says(bob, 'Reject', real);
  expect(await all()).toEqual(['pat follows carol@p2.test']);
});

test('APF-09: whoever only asks to follow reads nothing that is for those who follow', async () => {
  const { a, p2 } = street;
  await follows(a, 'pro', 'carol@p2.test');
  const note = p2.aNote(carol, 'For those who follow me.', {
    to: [`${carol.uri}/followers`],
    cc: [],
  });
  await says(carol, 'Create', note);
  const call = callsOf(a);
  const token = await aToken(a, mallory, ['read', 'write', 'follow']);
  const asked = await call(`POST /api/v1/accounts/${carolId}/follow`, { token });
  expect(asked.body).toMatchObject({ requested: true, following: false });
  const { rows } = await a.services.pool.query<{ id: string }>(
    "select id::text from post where text = 'For those who follow me.'",
  );
  const id = rows[0]?.id;
  const reads = async (as: string) => [
    (await call(`GET /api/v1/statuses/${id}`, { token: as })).status,
    (await call(`GET /api/v1/accounts/${carolId}/statuses`, { token: as })).body.length,
  ];
  expect(await reads(token)).toEqual([404, 1]);
  expect(JSON.stringify((await call('GET /api/v1/timelines/home', { token })).body)).toBe('[]');
  const pro = { ...mallory, personId: await personHere(a, 'pro'), handle: 'pro' };
  expect(await reads(await aToken(a, pro, ['read']))).toEqual([200, 2]);
});

test('APF-10: nobody is let who never asked, nor by whom they did not ask', async () => {
  const { a } = street;
  const before = await all();
  const pro = uriOf(a, 'pro');
  const bobId = await personHere(a, 'bob@p1.test');
  await says(bob, 'Accept', follow(followUri(a.origin, 'pro', bobId), pro, bob.uri));
  await says(bob, 'Accept', { type: 'Follow', actor: pro, object: bob.uri });
  await says(bob, 'Accept', followUri(a.origin, 'mallory', carolId));
  await says(bob, 'Accept', follow(asking(), uriOf(a, 'pat'), carol.uri));
  expect(await all()).toEqual(before);
  await followPerson(a.as(mallory), bobId);
  await says(bob, 'Accept', { type: 'Follow', actor: uriOf(a, 'mallory'), object: bob.uri });
  expect(await all()).toContain('mallory follows bob@p1.test');
});
