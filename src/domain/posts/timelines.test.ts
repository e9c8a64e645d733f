import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { boost, bookmark, favourite, pin } from './schema.server.ts';
import type { Visibility } from './rules.ts';
import { writePost, type Writing } from './write.server.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
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
const tokenOf = (who: Viewer) => aToken(world, who, ['read', 'write', 'follow']);
async function idsAt(path: string, token?: string): Promise<string[]> {
  const { body, status } = await call(`GET ${path as '/'}`, { token });
  expect(status).toBe(200);
  return body.map(({ id }: { id: string }) => id);
}

test('everybody reads public posts that answer nobody; whoever muted or blocked somebody reads none of theirs', async () => {
  const [anna, ben, cleo] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  const open = await write(anna, 'Open.');
  const here = await write(anna, 'For people here.', { localOnly: true });
  const others = [
    await write(ben, 'A reply.', { inReplyTo: open }),
    await write(anna, 'Quiet.', { visibility: 'unlisted' }),
    await write(anna, 'Close.', { visibility: 'followers' }),
  ];
  const [bens, cleos] = [await tokenOf(ben), await tokenOf(cleo)];
  const all = async (token?: string) => idsAt('/api/v1/timelines/public', token);
  expect(await all(bens)).toEqual(expect.arrayContaining([open, here]));
  expect(await all()).toContain(open);
  expect(await all()).not.toContain(here);
  expect((await all(bens)).some((id) => others.includes(id))).toBe(false);
  await mutePerson(world.as(ben), anna.personId);
  await blockPerson(world.as(anna), cleo.personId);
  expect([...(await all(bens)), ...(await all(cleos))]).not.toContain(open);
  expect(await idsAt('/api/v1/timelines/public?remote=true', bens)).toEqual([]);
  expect(await idsAt('/api/v1/timelines/public?only_media=true', bens)).toEqual([]);
});

test('pages of home turn by min_id, since_id and max_id, and the links lead on', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(ben), anna.personId);
  const made: string[] = [];
  for (let at = 0; at < 6; at += 1) made.push(await write(anna, `Line ${at}`));
  const token = await tokenOf(ben);
  const home = (query: string) => idsAt(`/api/v1/timelines/home?limit=2&${query}`, token);
  expect(await home('')).toEqual([made[5], made[4]]);
  expect(await home(`max_id=${made[4]}`)).toEqual([made[3], made[2]]);
  expect(await home(`since_id=${made[0]}`)).toEqual([made[5], made[4]]);
  expect(await home(`min_id=${made[0]}`)).toEqual([made[2], made[1]]);
  const { headers } = await call('GET /api/v1/timelines/home?limit=2', { token });
  expect(headers.get('link')).toContain(`limit=2&max_id=${made[4]}>; rel="next"`);
  expect(headers.get('link')).toContain(`min_id=${made[5]}>; rel="prev"`);
});

test('a hashtag is read with any, all and none of others', async () => {
  const anna = await world.aPerson();
  const one = await write(anna, 'Words #Scan');
  const two = await write(anna, 'Words #scan #cold');
  const three = await write(anna, 'Words #warm');
  await write(anna, 'Words #scan', { visibility: 'unlisted' });
  const tag = (query: string) => idsAt(`/api/v1/timelines/tag/${query}`);
  expect(await tag('SCAN')).toEqual([two, one]);
  expect(await tag('scan?any[]=warm')).toEqual([three, two, one]);
  expect(await tag('scan?all[]=cold')).toEqual([two]);
  expect(await tag('scan?none[]=cold')).toEqual([one]);
  expect(await tag('scan?limit=1&min_id=1')).toEqual([one]);
  expect(await tag('%00')).toEqual([]);
});

test("somebody's posts and boosts stand in one order, and tabs leave out what they say", async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const first = await write(anna, 'First #own');
  const bens = await write(ben, 'Of Ben.');
  const [shown] = await world.services.db
    .insert(boost)
    .values({ postId: bens, personId: anna.personId, published: world.clock.now() })
    .returning();
  const thread = await write(anna, 'And more.', { inReplyTo: first });
  const reply = await write(anna, 'Dear Ben.', { inReplyTo: bens });
  await world.services.db.insert(pin).values({ postId: first, personId: anna.personId });
  await write(anna, '@person_1 psst', { visibility: 'direct' });
  const of = (query: string) => idsAt(`/api/v1/accounts/${anna.personId}/statuses${query}`);
  expect(await of('')).toEqual([reply, thread, shown?.id, first]);
  expect(await of('?exclude_replies=true')).toEqual([thread, shown?.id, first]);
  expect(await of('?exclude_reblogs=1')).toEqual([reply, thread, first]);
  expect(await of('?pinned=true')).toEqual([first]);
  expect(await of('?tagged=OWN')).toEqual([first]);
  expect(await of('?only_media=true')).toEqual([]);
  expect(await of(`?limit=2&min_id=${first}`)).toEqual([thread, shown?.id]);
});

test('PRV-04 whoever was blocked finds no more of a profile than of nobody', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  await write(anna, 'Here.');
  await blockPerson(world.as(anna), ben.personId);
  const token = await tokenOf(ben);
  const at = (id: string) => call(`GET /api/v1/accounts/${id}/statuses`, { token });
  const [blocked, nobody] = [await at(anna.personId), await at('1')];
  expect([blocked.status, blocked.body]).toEqual([404, nobody.body]);
  expect(nobody.status).toBe(404);
});

test('kept and liked posts turn by the mark, and go when they may not be read any more', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const [one, two] = [await write(anna, 'One.'), await write(anna, 'Two.')];
  const marks: string[] = [];
  for (const postId of [two, one]) {
    for (const mark of [bookmark, favourite]) {
      const of = { postId, personId: ben.personId };
      const [made] = await world.services.db.insert(mark).values(of).returning();
      marks.push(made?.id ?? '');
    }
  }
  const token = await tokenOf(ben);
  for (const [at, path] of ['bookmarks', 'favourites'].entries()) {
    expect(await idsAt(`/api/v1/${path}`, token)).toEqual([one, two]);
    expect(await idsAt(`/api/v1/${path}?max_id=${marks[2 + at]}`, token)).toEqual([two]);
  }
  await blockPerson(world.as(anna), ben.personId);
  expect(await idsAt('/api/v1/bookmarks', token)).toEqual([]);
  expect(await idsAt('/api/v1/favourites', token)).toEqual([]);
});
