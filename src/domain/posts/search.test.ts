import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { eq } from 'drizzle-orm';
import { bookmark } from './schema.server.ts';
import { namesCondition } from './condition-words.ts';
import { readSearch } from './search-words.ts';
import type { Visibility } from './rules.ts';
import { writePost, type Writing } from './write.server.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

async function write(author: Viewer, text: string, more: Partial<Writing> = {}) {
  const writing = { text, visibility: 'public' as Visibility, ...more };
  const made = await writePost(world.as(author), writing);
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}
const tokenOf = (who: Viewer) => aToken(world, who, ['read', 'write']);
const agree = (who: Viewer, set: object) =>
  world.services.db.update(person).set(set).where(eq(person.id, who.personId));
const find = async (query: string, token?: string) =>
  (await call(`GET /api/v2/search?${query}` as 'GET /', { token })).body;
const idsOf = (found: { id: string }[]) => found.map(({ id }) => id);
async function posts(words: string, token?: string): Promise<string[]> {
  return idsOf((await find(`type=statuses&q=${encodeURIComponent(words)}`, token)).statuses);
}

test('posts are found whose authors agreed, with what one wrote or kept oneself; guests find none', async () => {
  const [anna, ben, cleo] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  await agree(anna, { indexable: true });
  const open = await write(anna, 'A quokka smiles.');
  await write(anna, 'A quokka for followers.', { visibility: 'followers' });
  await write(anna, 'A quiet quokka.', { visibility: 'unlisted' });
  const kept = await write(ben, 'My quokka.');
  const own = await write(cleo, 'Own quokka.', { visibility: 'followers' });
  const token = await tokenOf(cleo);
  expect(await posts('quokka', token)).toEqual([own, open]);
  await world.services.db.insert(bookmark).values({ postId: kept, personId: cleo.personId });
  expect(await posts('QUOKKA', token)).toEqual([own, kept, open]);
  expect(await posts('quokka')).toEqual([]);
  await mutePerson(world.as(cleo), anna.personId);
  await blockPerson(world.as(ben), cleo.personId);
  expect(await posts('quokka', token)).toEqual([own]);
});

test('PRV-07: a word of a direct or hidden post is found by its readers only, by search, hashtag or list', async () => {
  const [pat, ben, mallory] = [
    await world.aPerson({ handle: 'pat' }),
    await world.aPerson({ handle: 'ben_r' }),
    await world.aPerson(),
  ];
  await agree(pat, { indexable: true });
  const id = await write(pat, '@ben_r zanzibarword #zanzibartag', { visibility: 'direct' });
  await write(pat, 'zanzibarword #zanzibartag', { visibility: 'followers' });
  const [theirs, none] = [await tokenOf(ben), await tokenOf(mallory)];
  expect(await posts('zanzibarword', theirs)).toEqual([id]);
  for (const token of [none, undefined]) {
    const nothing = { accounts: [], statuses: [], hashtags: [] };
    expect(await find('q=zanzibarword', token)).toEqual(nothing);
    expect(await find('q=%23zanzibart', token)).toEqual(nothing);
    expect(await find('q=%23zanzibartag', token)).toEqual(nothing);
    const at = 'GET /api/v1/timelines/tag/zanzibartag' as const;
    expect((await call(at, { token })).body).toEqual([]);
    const link = encodeURIComponent(`${world.services.config.origin}/@pat/${id}`);
    expect(await find(`q=${link}&resolve=true`, token)).toEqual(nothing);
  }
  const tag = (await call('GET /api/v1/tags/zanzibartag', { token: none })).body;
  expect(tag.history.every(({ uses }: { uses: string }) => uses === '0')).toBe(true);
});

test('words may stand together or be left out, and a search may say from whom and when', async () => {
  const [anna, ben] = [await world.aPerson({ handle: 'anna_w' }), await world.aPerson()];
  await agree(anna, { indexable: true });
  await agree(ben, { indexable: true });
  const one = await write(anna, 'Wombat sleeps under the tree');
  const two = await write(anna, 'Under the wombat, a tree', { contentNote: 'Marsupials' });
  const three = await write(ben, 'The wombat sleeps');
  const token = await tokenOf(ben);
  expect(await posts('wombat "under the tree"', token)).toEqual([one]);
  expect(await posts('wombat -sleeps', token)).toEqual([two]);
  expect(await posts('marsupials', token)).toEqual([two]);
  expect(await posts('wombat from:@anna_w', token)).toEqual([two, one]);
  expect(await posts('wombat from:me', token)).toEqual([three]);
  expect(await posts('from:me', token)).toEqual([three]);
  expect(await posts('wombat from:nobody_here', token)).toEqual([]);
  expect(await posts('wombat has:media', token)).toEqual([]);
  expect(await posts('wombat before:2026-11-22', token)).toEqual([]);
  expect(await posts('wombat after:2026-11-21', token)).toEqual([three, two, one]);
  const found = await find(
    `q=wombat&type=statuses&account_id=${anna.personId}&limit=1&offset=1`,
    token,
  );
  expect(idsOf(found.statuses)).toEqual([one]);
});

test('DOS search: whatever is typed, it is answered and nothing breaks', async () => {
  const token = await tokenOf(await world.aPerson());
  const typed = ["'", '"', '-', '& | ! <->', '((((', '\\', '%', '@', '#', '@@@', 'from:', 'has:x'];
  typed.push('before:2026-99-99', '\ud800', 'a '.repeat(2000), '"'.repeat(1999), '🦘');
  for (const words of typed) {
    const q = encodeURIComponent(words.toWellFormed());
    for (const more of ['', '&type=accounts&offset=-1', '&type=statuses&account_id=x', '&type=z']) {
      const { status } = await call(`GET /api/v2/search?resolve=1&q=${q}${more}`, { token });
      expect([words.slice(0, 20), more, status]).toEqual([words.slice(0, 20), more, 200]);
    }
  }
  expect((await call('GET /api/v1/search', { token })).body).toEqual({
    ...{ accounts: [], statuses: [], hashtags: [] },
  });
});

test('what reads as an operator is taken out of the words, within quotes it is one of them', () => {
  expect(readSearch('cold from:@Anna "from:me" has:media -has:x after:2026-01-31')).toEqual({
    words: 'cold "from:me" -has:x',
    from: 'anna',
    media: true,
    after: new Date('2026-02-01T00:00:00Z'),
  });
});

test('an address of this place leads to its person or its post; another place is not asked', async () => {
  const anna = await world.aPerson({ handle: 'anna_u' });
  const id = await write(anna, 'Here.');
  const token = await tokenOf(await world.aPerson());
  const { origin } = world.services.config;
  const at = (address: string) => find(`resolve=true&q=${encodeURIComponent(address)}`, token);
  expect(idsOf((await at(`${origin}/@anna_u/${id}`)).statuses)).toEqual([id]);
  expect(idsOf((await at(`${origin}/@Anna_U`)).accounts)).toEqual([anna.personId]);
  const nothing = { accounts: [], statuses: [], hashtags: [] };
  expect(await at(`https://elsewhere.example/@anna_u/${id}`)).toEqual(nothing);
  expect(await at(`${origin}/@anna/${id}`)).toEqual(nothing);
});

test('people are found by their handle, by whoever they let; a blocked pair never find each other', async () => {
  const [hidden, open, ben] = [
    await world.aPerson({ handle: 'hilda' }),
    await world.aPerson({ handle: 'hilde', name: 'Hilde Open' }),
    await world.aPerson(),
  ];
  await agree(open, { discoverable: true });
  const token = await tokenOf(ben);
  const people = async (q: string, as?: string) =>
    idsOf((await find(`type=accounts&q=${encodeURIComponent(q)}`, as)).accounts);
  expect(await people('hild', token)).toEqual([open.personId]);
  expect(await people('hilda', token)).toEqual([hidden.personId]);
  expect([await people('hilda'), await people('hild')]).toEqual([[], [open.personId]]);
  await followPerson(world.as(ben), hidden.personId);
  expect(await people('hild', token)).toEqual([hidden.personId, open.personId]);
  await blockPerson(world.as(open), ben.personId);
  expect(await people('@hilde', token)).toEqual([]);
});

test('hashtags are listed by how they begin; one that names an illness only when it is typed to its end', async () => {
  const anna = await world.aPerson();
  await write(anna, 'One #scanday #scanner #scancancer');
  const tags = async (q: string) => {
    const { hashtags } = await find(`type=hashtags&q=${encodeURIComponent(q)}`);
    return hashtags.map(({ name }: { name: string }) => name);
  };
  expect(await tags('#Scan')).toEqual(['scanday', 'scanner']);
  expect(await tags('scancancer')).toEqual(['scancancer']);
  expect(['hiv', 'breastcancerawareness'].every(namesCondition)).toBe(true);
  expect(['medradjclub', 'hivetheory', 'false'].some(namesCondition)).toBe(false);
});

test('hashtags are followed, listed by page, and shown on a profile', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const token = await tokenOf(anna);
  await write(anna, 'One #Rest #walks #depression');
  await write(anna, 'Two #rest', { visibility: 'followers' });
  const followed = (await call('POST /api/v1/tags/Rest/follow', { token })).body;
  expect(keysOf(followed)).toEqual([
    ...['id', 'name', 'url', 'history', 'history.day', 'history.uses', 'history.accounts'],
    ...['following', 'featuring'],
  ]);
  expect([followed.name, followed.following, followed.history.length]).toEqual(['Rest', true, 7]);
  await call('POST /api/v1/tags/tea/follow', { token });
  const page = await call('GET /api/v1/followed_tags?limit=1', { token });
  expect(page.body.map(({ name }: { name: string }) => name)).toEqual(['tea']);
  const next = /max_id=(\d+)/.exec(page.headers.get('link') ?? '')?.[1];
  const rest = await call(`GET /api/v1/followed_tags?max_id=${next}`, { token });
  expect(rest.body.map(({ name }: { name: string }) => name)).toEqual(['rest']);
  const home = await write(ben, 'Some #REST');
  expect(idsOf((await call('GET /api/v1/timelines/home', { token })).body)[0]).toBe(home);
  await call('POST /api/v1/tags/rest/unfollow', { token });
  expect((await call('GET /api/v1/tags/rest', { token })).body.following).toBe(false);
  expect((await call('GET /api/v1/tags/1', { token })).status).toBe(404);
  const suggested = (await call('GET /api/v1/featured_tags/suggestions', { token })).body;
  expect(suggested.map(({ id }: { id: string }) => id)).toEqual(['rest', 'walks']);
  const made = (await call('POST /api/v1/featured_tags', { token, body: { name: 'Rest' } })).body;
  expect(made).toMatchObject({ name: 'Rest', statuses_count: '1', last_status_at: '2026-11-22' });
  const again = await call('POST /api/v1/featured_tags', { token, body: { name: 'rest' } });
  expect(again.status).toBe(422);
  const of = () => call(`GET /api/v1/accounts/${anna.personId}/featured_tags`);
  expect((await of()).body).toEqual([made]);
  const others = await call(`DELETE /api/v1/featured_tags/${made.id}`, {
    token: await tokenOf(ben),
  });
  expect(others.status).toBe(404);
  await call(`DELETE /api/v1/featured_tags/${made.id}`, { token });
  expect((await of()).body).toEqual([]);
});
