import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { digestOf } from './followers-digest.ts';
import { inboxOf, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let quinn: Viewer;
let bob: StrangePerson;
let alice: StrangePerson;
let carol: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  quinn = await a.aPerson({ handle: 'quinn' });
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

/** Pat and Quinn follow Bob, as both servers know. */
async function bothFollow(): Promise<void> {
  const { a, p1 } = street;
  const bobHere = await personHere(a, 'bob@p1.test');
  for (const viewer of [pat, quinn]) {
    await followPerson(a.as(viewer), bobHere);
    await settled(a);
    const asking = p1.heardOf('Follow').at(-1)?.activity;
    if (asking) await p1.say(bob, inbox, about('Accept', bob, asking, p1.newId()));
  }
  p1.heard.length = 0;
  await settled(a);
}

const followsOfBob = async () =>
  (await holds(street.a)).follows.filter((line) => line.endsWith(' bob@p1.test'));

/** Bob says something, and with it who follows him here: `list` is served, `digest` is of those named. */
async function says(list: unknown, digest: string, how: Partial<Synchronised> = {}) {
  const { p1, a, town } = street;
  // Each of these is asked for at most a few times an hour.
  town.clock.turnBy(3 * 60 * 60 * 1000);
  const url = how.url ?? `${bob.uri}/followers_synchronization`;
  if (list && new URL(url).host === 'p1.test') p1.serve(url, { id: url, ...(list as object) });
  const collectionId = how.collectionId ?? `${bob.uri}/followers`;
  const header = `collectionId="${collectionId}", url="${url}", digest="${digest}"`;
  const covers = ['(request-target)', 'host', 'date', 'digest', 'collection-synchronization'];
  const headers = { 'collection-synchronization': header };
  const note = p1.aNote(bob, 'Hello.', { to: [`${bob.uri}/followers`], cc: [] });
  const said = about('Create', how.by ?? bob, note, p1.newId());
  const signed = how.unsigned ? { headers } : { hand: { covers, headers } };
  expect((await p1.say(how.by ?? bob, inbox, said, signed)).status).toBe(202);
  await settled(a);
}

interface Synchronised {
  url: string;
  collectionId: string;
  unsigned: boolean;
  by: StrangePerson;
}

const listing = (...orderedItems: unknown[]) => ({ type: 'OrderedCollection', orderedItems });
const ours = (...handles: string[]) => handles.map((handle) => uriOf(street.a, handle));

beforeEach(async () => {
  street.p1.asked.length = 0;
});

test('whoever is on neither list any more follows no longer; whoever is, does', async () => {
  await bothFollow();
  const [p, q] = ours('pat', 'quinn');
  await says(listing(p, q), digestOf(p ?? '', q ?? ''));
  expect(street.p1.asked).not.toContain('GET /users/bob/followers_synchronization');
  expect(await followsOfBob()).toEqual(['pat follows bob@p1.test', 'quinn follows bob@p1.test']);
  await says(listing(p), digestOf(p ?? ''));
  expect(await followsOfBob()).toEqual(['pat follows bob@p1.test']);
});

test('of who is listed and does not follow the other server hears; who waited was let in', async () => {
  const { a, p1 } = street;
  await bothFollow();
  const kim = await a.aPerson({ handle: 'kim' });
  await a.aPerson({ handle: 'lou' });
  await followPerson(a.as(kim), await personHere(a, 'bob@p1.test'));
  await settled(a);
  p1.heard.length = 0;
  const all = [...ours('pat', 'quinn', 'kim', 'lou', 'nobody'), carol.uri, 'https://a.test/', 7];
  await says(listing(...all), digestOf(...ours('pat', 'quinn', 'kim', 'lou')));
  expect(await followsOfBob()).toEqual([
    'kim follows bob@p1.test',
    'pat follows bob@p1.test',
    'quinn follows bob@p1.test',
  ]);
  expect(p1.heard.map(({ activity }) => activity)).toEqual([
    expect.objectContaining({
      ...{ type: 'Undo', actor: uriOf(a, 'lou') },
      object: expect.objectContaining({ type: 'Follow', actor: uriOf(a, 'lou'), object: bob.uri }),
    }),
  ]);
  await says(listing(...ours('pat', 'quinn')), digestOf(...ours('pat', 'quinn')));
});

test('a list of pages is read to its end, or not at all', async () => {
  const { p1 } = street;
  await bothFollow();
  const page = (n: number) => `${bob.uri}/followers_synchronization?page=${n}`;
  const at = (n: number, items: unknown[], next: object = {}) =>
    p1.serve(page(n), { id: page(n), type: 'CollectionPage', items, ...next });
  const whole = { type: 'Collection', first: page(1) };
  at(1, ours('pat'), { next: page(2) });
  await says(whole, digestOf());
  expect(await followsOfBob()).toHaveLength(2);
  at(2, [], { next: page(1) });
  await says(whole, digestOf());
  expect(await followsOfBob()).toHaveLength(2);
  at(2, ours('quinn'));
  await says(whole, digestOf());
  expect(await followsOfBob()).toHaveLength(2);
  at(2, []);
  await says(whole, digestOf());
  expect(await followsOfBob()).toEqual(['pat follows bob@p1.test']);
});

test('a list that is longer than anybody can be followed by is none', async () => {
  await bothFollow();
  const endless = Array.from({ length: 20_000 }, (_, n) => `https://a.test/users/n${n}`);
  await says(listing(...ours('pat'), ...endless), digestOf());
  expect(await followsOfBob()).toHaveLength(2);
});

test('APF-07: nobody’s followers but one’s own are changed by what one says', async () => {
  const { p1, p2, canary } = street;
  await bothFollow();
  const mine = `${alice.uri}/followers_synchronization`;
  const forged: Partial<Synchronised>[] = [
    { unsigned: true },
    { by: alice },
    { by: alice, collectionId: `${alice.uri}/followers`, url: mine },
    { collectionId: `${alice.uri}/followers` },
    { collectionId: `${carol.uri}/followers` },
    { url: `${p2.origin}/followers_synchronization` },
    { url: 'https://canary.test/followers' },
    { url: 'https://a.test/users/pat/followers' },
    { url: 'file:///etc/passwd' },
  ];
  p2.serve(`${p2.origin}/followers_synchronization`, {
    ...{ id: `${p2.origin}/followers_synchronization`, ...listing() },
  });
  for (const how of forged) await says(listing(), digestOf(), how);
  for (const digest of ['', '0', 'x'.repeat(64), '"'.repeat(64)]) await says(listing(), digest);
  expect(await followsOfBob()).toHaveLength(2);
  expect(canary.calls()).toBe(0);
  const away = `${bob.uri}/followers_synchronization`;
  p1.serve(away, (_, res) =>
    res.writeHead(302, { location: `${p2.origin}/followers_synchronization` }).end(),
  );
  await says(undefined, digestOf());
  for (const not of [
    { type: 'Note' },
    { ...listing(), id: `${p2.origin}/followers_synchronization` },
  ])
    await says(not, digestOf());
  expect(await followsOfBob()).toHaveLength(2);
  await says(listing(), digestOf());
  expect(await followsOfBob()).toEqual([]);
});

test('a server that says so with all that it sends is asked a few times an hour', async () => {
  const { p1, a, town } = street;
  await bothFollow();
  p1.asked.length = 0;
  const url = `${bob.uri}/followers_synchronization`;
  p1.serve(url, { id: url, ...listing(...ours('pat', 'quinn')) });
  town.clock.turnBy(3 * 60 * 60 * 1000);
  for (let n = 0; n < 12; n += 1) {
    const headers = {
      'collection-synchronization': `collectionId="${bob.uri}/followers", url="${url}", digest="${digestOf()}"`,
    };
    const covers = ['(request-target)', 'host', 'date', 'digest', 'collection-synchronization'];
    const note = p1.aNote(bob, `${n}`, { to: [everybody] });
    const said = about('Create', bob, note, p1.newId());
    await p1.say(bob, inbox, said, { hand: { covers, headers } });
  }
  await settled(a);
  const asked = p1.asked.filter((line) => line.endsWith('/followers_synchronization'));
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(await followsOfBob()).toHaveLength(2);
});
