import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let people: Viewer[];
let [anna, ben, cleo]: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  people = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  [anna, ben, cleo] = await Promise.all(
    people.map((who) => aToken(world, who, ['read', 'write', 'follow'])),
  );
});
afterAll(() => world.close());

const at = '/api/v1/statuses';
async function boosted(visibility = 'public') {
  const { body: post } = await call(`POST ${at}`, { token: anna, body: { status: 'Look' } });
  const { body: boost } = await call(`POST ${at}/${post.id}/reblog`, {
    token: ben,
    body: { visibility },
  });
  expect(boost).toMatchObject({ reblogged: true, reblog: { id: post.id } });
  return { post, boost };
}

test('a boost is read by its own number, and what is done to it is done to the post', async () => {
  const { post, boost } = await boosted();
  const read = await call(`GET ${at}/${boost.id}`, { token: ben });
  expect(read).toMatchObject({ status: 200, body: { id: boost.id, reblog: { id: post.id } } });
  for (const mark of ['favourite', 'bookmark', 'mute'])
    expect((await call(`POST ${at}/${boost.id}/${mark}`, { token: cleo })).body.id).toBe(post.id);
  expect((await call(`POST ${at}/${boost.id}/reblog`, { token: cleo })).body.reblog.id).toBe(
    post.id,
  );
  const { body: likers } = await call(`GET ${at}/${boost.id}/favourited_by`, { token: anna });
  expect(likers).toHaveLength(1);
  expect((await call(`GET ${at}/${boost.id}/context`, { token: cleo })).body).toEqual({
    ...{ ancestors: [], descendants: [] },
  });
});

test('deleting one’s own boost takes it back, and leaves the post', async () => {
  const { post, boost } = await boosted();
  expect((await call(`DELETE ${at}/${boost.id}`, { token: cleo })).status).toBe(404);
  expect((await call(`DELETE ${at}/${boost.id}`, { token: anna })).status).toBe(404);
  expect((await call(`DELETE ${at}/${boost.id}`, { token: ben })).body.id).toBe(boost.id);
  expect((await call(`GET ${at}/${boost.id}`, { token: ben })).status).toBe(404);
  const { body } = await call(`GET ${at}/${post.id}`, { token: ben });
  expect(body).toMatchObject({ reblogged: false, reblogs_count: 0 });
});

test('boosting twice is one boost, and taking back what is not there changes nothing', async () => {
  const { post, boost } = await boosted();
  const again = await call(`POST ${at}/${post.id}/reblog`, { token: ben });
  expect(again).toMatchObject({ status: 200, body: { id: boost.id, reblogs_count: 1 } });
  for (let time = 0; time < 2; time++) {
    const back = await call(`POST ${at}/${post.id}/unreblog`, { token: ben });
    expect(back).toMatchObject({ status: 200, body: { reblogged: false, reblogs_count: 0 } });
  }
});

test('a boost for followers is not there for whoever does not follow', async () => {
  const { boost } = await boosted('private');
  for (const token of [cleo, undefined]) {
    const read = await call(`GET ${at}/${boost.id}`, { token });
    const absent = await call(`GET ${at}/1`, { token });
    expect([read.status, read.body]).toEqual([404, absent.body]);
    expect((await call(`GET ${at}/${boost.id}/context`, { token })).status).toBe(404);
  }
});

test('whoever asks in a poll has nothing to choose in it', async () => {
  const { body } = await call(`POST ${at}`, {
    token: anna,
    body: { status: 'Well?', poll: { options: ['Tea', 'Water'], expires_in: 600 } },
  });
  expect(body.poll).toMatchObject({ voted: true, own_votes: [] });
  const { body: seen } = await call(`GET /api/v1/polls/${body.id}`, { token: ben });
  expect(seen).toMatchObject({ voted: false, own_votes: [] });
});
