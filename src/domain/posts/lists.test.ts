import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { boost } from './schema.server.ts';
import type { Visibility } from './rules.ts';
import { writePost, type Writing } from './write.server.ts';
import { mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson, unfollowPerson } from '#domain/connections/follows.server.ts';
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
async function aList(token: string, people: Viewer[], more: object = {}): Promise<string> {
  const { body } = await call('POST /api/v1/lists', { token, body: { title: 'Team', ...more } });
  const account_ids = people.map(({ personId }) => personId);
  await call(`POST /api/v1/lists/${body.id}/accounts`, { token, body: { account_ids } });
  return body.id;
}
async function idsAt(path: string, token: string): Promise<string[]> {
  const { body } = await call(`GET ${path as '/'}`, { token });
  return body.map(({ id }: { id: string }) => id);
}

test('a list is made, read, changed and taken away; people on it are people whom one follows', async () => {
  const [anna, ben, cleo] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  const token = await tokenOf(anna);
  await followPerson(world.as(anna), ben.personId);
  const id = await aList(token, [ben]);
  const { body } = await call(('PUT /api/v1/lists/' + id) as 'PUT /', {
    token,
    body: { title: ' Nearest ', replies_policy: 'none' },
  });
  expect(body).toEqual({ id, title: 'Nearest', replies_policy: 'none', exclusive: false });
  const bad = [{ title: ' ' }, { title: 'x', replies_policy: 'all' }, { title: 'x'.repeat(201) }];
  for (const sent of bad)
    expect((await call('POST /api/v1/lists', { token, body: sent })).status).toBe(422);
  const add = { token, body: { account_ids: [cleo.personId] } };
  expect((await call(`POST /api/v1/lists/${id}/accounts`, add)).status).toBe(404);
  expect(await idsAt(`/api/v1/lists/${id}/accounts`, token)).toEqual([ben.personId]);
  expect(await idsAt(`/api/v1/lists/${id}/accounts?limit=0`, token)).toEqual([ben.personId]);
  expect(await idsAt(`/api/v1/accounts/${ben.personId}/lists`, token)).toEqual([id]);
  expect(keysOf((await call('GET /api/v1/lists', { token })).body)).toHaveLength(4);
  await unfollowPerson(world.as(anna), ben.personId);
  expect(await idsAt(`/api/v1/lists/${id}/accounts`, token)).toEqual([]);
  expect((await call(`DELETE /api/v1/lists/${id}`, { token })).body).toEqual({});
  expect((await call(`GET /api/v1/lists/${id}`, { token })).status).toBe(404);
});

test("PRV-20 somebody else's list answers as one that never was, whatever is asked of it", async () => {
  const [anna, ben, mallory] = [
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  await followPerson(world.as(anna), ben.personId);
  await followPerson(world.as(mallory), ben.personId);
  const id = await aList(await tokenOf(anna), [ben]);
  const token = await tokenOf(mallory);
  const body = { title: 'Mine', account_ids: [ben.personId] };
  for (const how of ['GET', 'PUT', 'DELETE'] as const) {
    const ask = (which: string) =>
      call(`${how} /api/v1/lists/${which}`, { token, ...(how === 'PUT' && { body }) });
    expect([(await ask(id)).status, (await ask(id)).body]).toEqual([404, (await ask('1')).body]);
  }
  for (const how of ['GET', 'POST', 'DELETE'] as const) {
    const more = { token, ...(how !== 'GET' && { body }) };
    expect((await call(`${how} /api/v1/lists/${id}/accounts`, more)).status).toBe(404);
  }
  expect((await call(`GET /api/v1/timelines/list/${id}`, { token })).status).toBe(404);
});

test('a list shows the newest of all its people in one order, boosts too, and replies as it says', async () => {
  const [anna, ben, cleo, dora] = [
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  const token = await tokenOf(anna);
  for (const who of [ben, cleo, dora]) await followPerson(world.as(anna), who.personId);
  const id = await aList(token, [ben, cleo]);
  const made: string[] = [];
  for (const who of [ben, ben, cleo, ben, cleo]) made.push(await write(who, 'Something.'));
  const doras = await write(dora, 'Elsewhere.');
  const [shown] = await world.services.db
    .insert(boost)
    .values({ postId: doras, personId: cleo.personId, published: world.clock.now() })
    .returning();
  made.push(shown?.id ?? '');
  const toMember = await write(ben, 'Yes.', { inReplyTo: made[2] ?? '' });
  const toDora = await write(ben, 'No.', { inReplyTo: doras });
  const at = (query = '') => idsAt(`/api/v1/timelines/list/${id}${query}`, token);
  expect(await at()).toEqual([toMember, ...made.toReversed()]);
  expect(await at('?limit=3')).toEqual([toMember, made[5], made[4]]);
  expect(await at(`?limit=2&min_id=${made[0]}`)).toEqual([made[2], made[1]]);
  expect(await at(`?limit=3&max_id=${made[4]}`)).toEqual([made[3], made[2], made[1]]);
  const policy = (replies_policy: string) =>
    call(`PUT /api/v1/lists/${id}`, { token, body: { replies_policy } });
  await policy('none');
  expect(await at('?limit=1')).toEqual([made[5]]);
  await policy('followed');
  expect(await at('?limit=2')).toEqual([toDora, toMember]);
  await mutePerson(world.as(anna), ben.personId);
  expect(await at()).toEqual([made[5], made[4], made[2]]);
});

test('the people of an exclusive list are read there and not at home', async () => {
  const [anna, ben, cleo] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  const token = await tokenOf(anna);
  for (const who of [ben, cleo]) await followPerson(world.as(anna), who.personId);
  const [bens, cleos] = [await write(ben, 'Of Ben.'), await write(cleo, 'Of Cleo.')];
  const id = await aList(token, [ben], { exclusive: true });
  expect(await idsAt('/api/v1/timelines/home', token)).toEqual([cleos]);
  expect(await idsAt(`/api/v1/timelines/list/${id}`, token)).toEqual([bens]);
  await call(`PUT /api/v1/lists/${id}`, { token, body: { exclusive: 'false' } });
  expect(await idsAt('/api/v1/timelines/home', token)).toEqual([cleos, bens]);
});
