import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownCpu } from '../../../tests/makers/own-cpu.ts';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { holds } from './filter-rules.ts';
import { writePost } from './write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

async function write(author: Viewer, text: string, more: object = {}) {
  const made = await writePost(world.as(author), { text, visibility: 'public', ...more });
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}
const tokenOf = (who: Viewer) => aToken(world, who, ['read', 'write']);
async function filteredAt(token: string, id: string) {
  const { body } = await call('GET /api/v1/timelines/public', { token });
  return body.find((status: { id: string }) => status.id === id).filtered;
}

test.each([
  ['scan', true, 'The scan is over', true],
  ['scan', true, 'Scanning is not over', false],
  ['scan', false, 'Scanning is not over', true],
  ['scan', true, 'scanned, scan', true],
  ['#scan', true, 'a #scan!', true],
  ['#scan', true, 'a#scan!', true],
  ['MRT', true, 'Das mrt-Gerät', true],
  ['über', true, 'Überall', false],
  ['.*', true, 'no pattern', false],
  ['(a+)+$', false, 'aaaa', false],
  ['', true, 'anything', false],
])('the keyword %s (whole word: %s) in "%s" is a hit: %s', (keyword, whole, text, hit) => {
  expect(holds(text.toLowerCase(), keyword, whole)).toBe(hit);
});

test('DOS filters: whatever somebody types as a keyword, it is found where it stands, and soon', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (keyword, around) => {
      fc.pre(keyword.toLowerCase() !== '');
      return holds(`${around}${keyword}${around}`.toLowerCase(), keyword, false);
    }),
  );
  const start = ownCpu();
  for (let at = 0; at < 500; at += 1) holds('a'.repeat(5000), `${'a'.repeat(40)}b`, true);
  expect(ownCpu() - start).toBeLessThan(500);
});

test('a filter with keywords hits posts by their words, and says by which', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const token = await tokenOf(ben);
  const { body: made } = await call('POST /api/v2/filters', {
    token,
    body: {
      title: 'Spoilers',
      context: ['home', 'public'],
      filter_action: 'hide',
      expires_in: 3600,
      keywords_attributes: [{ keyword: 'ending', whole_word: true }, { keyword: 'hero' }],
    },
  });
  expect(made).toMatchObject({ title: 'Spoilers', filter_action: 'hide', statuses: [] });
  expect(made.expires_at).toBe('2026-11-22T13:00:00.000Z');
  const id = await write(anna, 'The ENDING was good.');
  const other = await write(anna, 'Unending.', { contentNote: 'About a hero' });
  expect(await filteredAt(token, id)).toEqual([
    { filter: made, keyword_matches: ['ending'], status_matches: null },
  ]);
  expect((await filteredAt(token, other))[0].keyword_matches).toEqual(['hero']);
  expect(await filteredAt(await tokenOf(anna), id)).toEqual([]);
  world.clock.turnBy(2 * 60 * 60 * 1000);
  expect(await filteredAt(token, id)).toEqual([]);
});

test('filters, keywords and posts of them are read, changed and taken away', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const token = await tokenOf(ben);
  const post = await write(anna, 'Some words.');
  const body = { title: 'One', context: ['home'] };
  const { id } = (await call('POST /api/v2/filters', { token, body })).body;
  const word = await call(`POST /api/v2/filters/${id}/keywords`, {
    token,
    body: { keyword: 'words', whole_word: 'false' },
  });
  expect(word.body).toEqual({ id: word.body.id, keyword: 'words', whole_word: false });
  expect(await filteredAt(token, post)).toHaveLength(1);
  const at = `/api/v2/filters/keywords/${word.body.id}`;
  await call(`PUT ${at as '/'}`, { token, body: { keyword: 'else', whole_word: true } });
  expect((await call(`GET ${at as '/'}`, { token })).body.keyword).toBe('else');
  expect(await filteredAt(token, post)).toEqual([]);
  const named = await call(`POST /api/v2/filters/${id}/statuses`, {
    token,
    body: { status_id: post },
  });
  expect((await filteredAt(token, post))[0].status_matches).toEqual([post]);
  expect((await call(`GET /api/v2/filters/${id}/statuses`, { token })).body).toEqual([named.body]);
  const list = (await call('GET /api/v2/filters', { token })).body;
  expect(keysOf(list)).toEqual([
    ...['id', 'title', 'context', 'expires_at', 'filter_action', 'keywords', 'keywords.id'],
    ...['keywords.keyword', 'keywords.whole_word', 'statuses', 'statuses.id', 'statuses.status_id'],
  ]);
  await call(`DELETE /api/v2/filters/statuses/${named.body.id}`, { token });
  expect(await filteredAt(token, post)).toEqual([]);
  const keywords_attributes = [{ id: word.body.id, _destroy: true }, { keyword: 'new' }];
  const changed = await call(`PUT /api/v2/filters/${id}`, {
    token,
    body: { title: 'Two', context: ['thread'], filter_action: 'blur', keywords_attributes },
  });
  expect(changed.body).toMatchObject({ title: 'Two', context: ['thread'], filter_action: 'blur' });
  expect(changed.body.keywords).toMatchObject([{ keyword: 'new', whole_word: true }]);
  for (const bad of [{ context: [] }, { context: ['moon'] }, { title: '' }, { filter_action: 'x' }])
    expect((await call(`PUT /api/v2/filters/${id}`, { token, body: bad })).status).toBe(422);
  expect((await call(`DELETE /api/v2/filters/${id}`, { token })).body).toEqual({});
  expect((await call(`GET /api/v2/filters/${id}`, { token })).status).toBe(404);
});

test('older apps know each keyword as a filter', async () => {
  const token = await tokenOf(await world.aPerson());
  const body = { phrase: 'cold', context: ['home'], irreversible: true, whole_word: true };
  const made = (await call('POST /api/v1/filters', { token, body })).body;
  expect(made).toEqual({ ...body, id: made.id, expires_at: null });
  expect((await call('GET /api/v1/filters', { token })).body).toEqual([made]);
  const change = { phrase: 'warm', context: ['public'], irreversible: false, whole_word: false };
  const changed = await call(`PUT /api/v1/filters/${made.id}`, { token, body: change });
  expect(changed.body).toEqual({ ...change, id: made.id, expires_at: null });
  await call(`DELETE /api/v1/filters/${made.id}`, { token });
  expect((await call('GET /api/v2/filters', { token })).body).toEqual([]);
});

test("PRV-20 somebody else's filter answers as one that never was, whatever is asked of it", async () => {
  const [anna, mallory] = [await world.aPerson(), await world.aPerson()];
  const theirs = await tokenOf(anna);
  const post = await write(anna, 'Mine.');
  const said = { title: 'Mine', context: ['home'], keywords_attributes: [{ keyword: 'my word' }] };
  const { body: made } = await call('POST /api/v2/filters', { token: theirs, body: said });
  const add = { token: theirs, body: { status_id: post } };
  const named = await call(`POST /api/v2/filters/${made.id}/statuses`, add);
  const token = await tokenOf(mallory);
  const body = { title: 'x', keyword: 'x', status_id: post, phrase: 'x' };
  const word = made.keywords[0].id;
  for (const how of [
    ...[`GET /api/v2/filters/${made.id}`, `PUT /api/v2/filters/${made.id}`],
    ...[`DELETE /api/v2/filters/${made.id}`, `GET /api/v2/filters/${made.id}/keywords`],
    ...[`POST /api/v2/filters/${made.id}/keywords`, `POST /api/v2/filters/${made.id}/statuses`],
    ...[`GET /api/v2/filters/keywords/${word}`, `PUT /api/v2/filters/keywords/${word}`],
    ...[`DELETE /api/v2/filters/keywords/${word}`, `GET /api/v2/filters/${made.id}/statuses`],
    ...[`GET /api/v2/filters/statuses/${named.body.id}`, `PUT /api/v1/filters/${word}`],
    ...[`DELETE /api/v2/filters/statuses/${named.body.id}`, `DELETE /api/v1/filters/${word}`],
  ] as 'GET /'[]) {
    const answered = await call(how, { token, ...(!/^GET|^DELETE/.test(how) && { body }) });
    expect([how, answered.status, answered.body.error]).toEqual([how, 404, 'Record not found']);
  }
});

test('DOS filters: nobody keeps more keywords than are looked for soon', async () => {
  const token = await tokenOf(await world.aPerson());
  const words = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ keyword: `w${at}` }));
  const make = async (count: number) => {
    const body = { title: 'Many', context: ['home'], keywords_attributes: words(count) };
    return (await call('POST /api/v2/filters', { token, body })).status;
  };
  expect(await make(101)).toBe(422);
  expect(await make(100)).toBe(200);
  const long = {
    title: 'x',
    context: ['home'],
    keywords_attributes: [{ keyword: 'x'.repeat(101) }],
  };
  expect((await call('POST /api/v2/filters', { token, body: long })).status).toBe(422);
});

test('DOS filters: a page of hostile posts is read soon, however often one word stands in somebody’s filters', async () => {
  const ben = await world.aPerson();
  const token = await tokenOf(ben);
  const keywords_attributes = Array.from({ length: 100 }, () => ({
    keyword: 'a',
    whole_word: true,
  }));
  const body = { title: 'a', context: ['home'], keywords_attributes };
  for (let at = 0; at < 5; at += 1) await call('POST /api/v2/filters', { token, body });
  for (let at = 0; at < 8; at += 1) await write(ben, 'a'.repeat(5000));
  const start = ownCpu();
  const { body: page } = await call('GET /api/v1/timelines/home', { token });
  expect(page[0].filtered).toEqual([]);
  expect(ownCpu() - start).toBeLessThan(1000);
});
