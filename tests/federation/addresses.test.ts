import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleUnder, tableUnder } from './book.ts';
import { openHouse, openTown, type House, type Town } from './town.ts';
import { uriOf } from './open.ts';
import { ask, type Answered } from './wire.ts';
import { aClub, aMonth } from '../makers/club.ts';
import { moveMonth } from '#domain/club/clockwork.server.ts';
import { written } from '../makers/writing.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { changeFound } from '#domain/people/profile.server.ts';

let town: Town;
let a: House;
let post: string;
let month: string;

beforeAll(async () => {
  town = await openTown();
  a = await openHouse(town, 'a.test');
  const anna = await a.aPerson({ handle: 'anna', name: 'Anna' });
  post = `${uriOf(a, 'anna')}/statuses/${await written(a, anna, 'Good morning.')}`;
  const { club, curator } = await aClub(a, 'our-club');
  month = (await aMonth(a, club, curator)).id;
  await moveMonth(a.as(curator), month, 'announced');
});
afterAll(async () => {
  await a.close();
  await town.close();
});

const types = ['application/activity+json', 'application/ld+json'];

/** Reads an address of the house as other servers do: a document that calls itself by the address asked for. */
async function document(path: string, accept = types[0] ?? ''): Promise<Answered> {
  const read = await ask(town, new URL(path, a.origin).href, { headers: { accept } });
  expect([path, read.status]).toEqual([path, 200]);
  expect(read.headers['content-type']).toContain('application/activity+json');
  return read;
}

/** Each row of “Addresses”. */
const rows: Record<string, () => Promise<void>> = {
  'a person, a club': async () => {
    for (const [handle, page] of [
      ['anna', '/@anna'],
      ['our-club', '/our-club'],
    ] as const)
      for (const path of [`/users/${handle}`, page])
        for (const type of types) {
          const { json, headers } = await document(path, type);
          expect(json.id).toBe(uriOf(a, handle));
          expect(headers['vary']).toMatch(/accept/i);
        }
    const page = await ask(town, uriOf(a, 'anna'), { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ headers: { location: expect.stringContaining('/@anna') } });
  },
  'the place itself': async () => {
    expect((await document('/users/house')).json).toMatchObject({ type: 'Application' });
  },
  inboxes: async () => {
    for (const path of ['/users/anna/inbox', '/inbox']) {
      const body = JSON.stringify({ type: 'Like' });
      const headers = { 'content-type': 'application/activity+json' };
      const unsigned = await ask(town, a.origin + path, { method: 'POST', body, headers });
      expect([path, unsigned.status]).toEqual([path, 401]);
    }
  },
  collections: async () => {
    for (const name of ['outbox', 'followers', 'following', 'featured']) {
      const { json } = await document(`/users/anna/${name}`);
      expect(json).toMatchObject({ id: `${uriOf(a, 'anna')}/${name}` });
      expect(json.type).toMatch(/^OrderedCollection/);
    }
  },
  'a post': async () => {
    expect((await document(post)).json).toMatchObject({ id: post, type: 'Note' });
    const activity = await document(`${post}/activity`);
    expect(activity.json).toMatchObject({ id: `${post}/activity`, type: 'Create' });
    for (const name of ['replies', 'context'])
      expect((await document(`${post}/${name}`)).json).toMatchObject({ id: `${post}/${name}` });
    const page = post.replace('/users/', '/@').replace('/statuses', '');
    expect((await document(page)).json).toMatchObject({ id: post, url: page });
  },
  'a word for a quote': async () => {
    const anna = await a.aPerson({ handle: 'quoted' });
    const ben = await a.aPerson({ handle: 'quoter' });
    const quotedId = await written(a, anna, 'Quote me.', { quotes: 'everyone' });
    const quoting = await written(a, ben, 'Listen to her.', { quotedId });
    const { json } = await document(`/users/quoted/quotes/${quoting}`);
    expect(json).toMatchObject({ type: 'QuoteAuthorization', attributedTo: uriOf(a, 'quoted') });
  },
  "a month's chat": async () => {
    const id = `${uriOf(a, 'our-club')}/events/${month}`;
    for (const path of [id, '/our-club/2026-12-16'])
      expect((await document(path)).json).toMatchObject({ id, type: 'Event' });
  },
  moderators: async () => {
    const { json } = await document('/users/our-club/moderators');
    expect(json).toMatchObject({ type: 'OrderedCollection', totalItems: 0 });
  },
};

test('addresses are the table, row by row', () => {
  const names = tableUnder('Addresses').map(([name]) => name);
  expect(names.sort()).toEqual(Object.keys(rows).sort());
});

test.each(Object.entries(rows))('%s: where the table says', (_, read) => read());

test('a person’s document has what the example has, and says it in the same way', async () => {
  const { json } = await document('/users/anna');
  const ours = JSON.parse(
    JSON.stringify(exampleUnder('Addresses')).replaceAll('a.example', 'a.test'),
  );
  const { publicKey, assertionMethod, ...plain } = ours;
  expect(json).toMatchObject(plain);
  expect(json.publicKey).toMatchObject({ id: publicKey.id, owner: json.id });
  expect(json.publicKey.publicKeyPem).toContain('BEGIN PUBLIC KEY');
  expect(json.assertionMethod).toMatchObject(assertionMethod);
});

test('WebFinger, host-meta and NodeInfo lead to each other', async () => {
  const plain = (path: string) => ask(town, a.origin + path, { headers: { accept: '*/*' } });
  const finger = await plain('/.well-known/webfinger?resource=acct:anna@a.test');
  expect(finger.json).toMatchObject({ subject: 'acct:anna@a.test' });
  expect(finger.json.links).toContainEqual(
    expect.objectContaining({ rel: 'self', href: uriOf(a, 'anna') }),
  );
  expect((await plain('/.well-known/host-meta')).text).toContain(
    `${a.origin}/.well-known/webfinger?resource={uri}`,
  );
  const { links } = (await plain('/.well-known/nodeinfo')).json as { links: { href: string }[] };
  const versions = await Promise.all(
    links.map(async ({ href }) => (await plain(new URL(href).pathname)).json.version),
  );
  expect(versions.sort()).toEqual(['2.0', '2.1']);
});

test('what is not there and what is not for everybody are the same 404', async () => {
  const dora = await a.aPerson({ handle: 'dora' });
  const closed = await written(a, dora, 'For those who follow.', { visibility: 'followers' });
  const of = (path: string) => ask(town, a.origin + path);
  const answers = await Promise.all(
    [`/users/dora/statuses/${closed}`, '/users/dora/statuses/999999999999', '/users/nobody'].map(
      of,
    ),
  );
  for (const { status, text } of answers) expect([status, text]).toEqual([404, '']);
});

test('lists of followers hold nobody unless their owner shows them', async () => {
  const [emil, fay] = [await a.aPerson({ handle: 'emil' }), await a.aPerson({ handle: 'fay' })];
  await followPerson(a.as(emil), fay.personId);
  const listed = async () => {
    const pages = ['/users/fay/followers', '/users/emil/following'];
    const texts = await Promise.all(pages.map(async (path) => (await document(path)).text));
    const more = pages.map(async (path) => (await ask(town, `${a.origin}${path}?page=true`)).text);
    return [...texts, ...(await Promise.all(more))].join('\n');
  };
  expect(await listed()).not.toMatch(/users\/emil"|users\/fay"/);
  const shown = { discoverable: false, indexable: false, showsFollows: true, feed: false };
  for (const who of [emil, fay]) await changeFound(a.as(who), shown);
  expect(await listed()).toMatch(/users\/emil"/);
  expect(await listed()).toMatch(/users\/fay"/);
});

test('the day somebody came here is said, not the minute', async () => {
  expect((await document('/users/anna')).json.published).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
});
