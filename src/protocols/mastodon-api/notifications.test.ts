import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

let world: World;
let call: AppCall;
let ann: Viewer;
let ben: Viewer;
let token: string;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
beforeEach(async () => {
  [ann, ben] = [await world.aPerson(), await world.aPerson()];
  token = await aToken(world, ann, ['read', 'write', 'push']);
});
afterAll(() => world.close());

const likes = (postId: string, who: Viewer) =>
  inTransaction(world.as(null), (tx) =>
    announce(tx, 'favourited', { postId, personId: who.personId }),
  );

test('the list has every documented key, and links to the pages beside it', async () => {
  for (const word of ['One', 'Two', 'Three']) await written(world, ben, `${word} @${ann.handle}`);
  await followPerson(world.as(ben), ann.personId);
  const { body, headers } = await call('GET /api/v1/notifications?limit=3', { token });
  expect(body.map(({ type }: { type: string }) => type)).toEqual(['follow', 'mention', 'mention']);
  const keys = ['id', 'type', 'group_key', 'created_at', 'filtered', 'account', 'status'];
  expect(Object.keys(body[1])).toEqual([...keys, 'report', 'event', 'moderation_warning']);
  expect(body[0].status).toBeNull();
  expect(body[1].status.content).toContain('Three');
  const next = /max_id=(\d+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  const older = await call(`GET /api/v1/notifications?max_id=${next}`, { token });
  expect(older.body.length).toBe(1);
  const newer = await call(`GET /api/v1/notifications?min_id=${older.body[0].id}&limit=1`, {
    token,
  });
  expect(newer.body[0].id).toBe(body[2].id);
});

test('kinds, people and single ones can be asked for, counted, removed', async () => {
  await written(world, ben, `Hello @${ann.handle}`);
  await followPerson(world.as(ben), ann.personId);
  const types = async (query: string) =>
    (await call(`GET /api/v1/notifications?${query}`, { token })).body.map(
      ({ type }: { type: string }) => type,
    );
  expect(await types('types[]=follow')).toEqual(['follow']);
  expect(await types('exclude_types[]=follow')).toEqual(['mention']);
  expect(await types(`account_id=${ann.personId}`)).toEqual([]);
  const [first] = (await call('GET /api/v1/notifications', { token })).body;
  expect((await call(`GET /api/v1/notifications/${first.id}`, { token })).body).toEqual(first);
  expect((await call('GET /api/v1/notifications/unread_count', { token })).body).toEqual({
    count: 2,
  });
  expect((await call(`POST /api/v1/notifications/${first.id}/dismiss`, { token })).status).toBe(
    200,
  );
  expect((await call(`GET /api/v1/notifications/${first.id}`, { token })).status).toBe(404);
  expect((await call('POST /api/v1/notifications/clear', { token })).body).toEqual({});
  expect(await types('')).toEqual([]);
});

test('groups come with the people and posts they name, each once', async () => {
  const post = await written(world, ann, 'Liked.');
  const many = await Promise.all([1, 2, 3].map(() => world.aPerson()));
  for (const who of many) await likes(post, who);
  const { body } = await call('GET /api/v2/notifications', { token });
  expect(Object.keys(body)).toEqual(['accounts', 'statuses', 'notification_groups']);
  const [group] = body.notification_groups;
  expect(keysOf(group)).toEqual([
    ...['group_key', 'notifications_count', 'type', 'most_recent_notification_id'],
    ...['page_min_id', 'page_max_id', 'latest_page_notification_at', 'sample_account_ids'],
    ...['status_id', 'report', 'event', 'moderation_warning'],
  ]);
  expect([group.notifications_count, group.status_id]).toEqual([3, post]);
  expect(body.accounts.length).toBe(3);
  const key = group.group_key;
  const people = await call(`GET /api/v2/notifications/${key}/accounts`, { token });
  expect(people.body.map(({ id }: { id: string }) => id)).toEqual(
    many.map(({ personId }) => personId).reverse(),
  );
  const partial = await call('GET /api/v2/notifications?expand_accounts=partial_avatars', {
    token,
  });
  expect([partial.body.accounts.length, partial.body.partial_accounts.length]).toEqual([1, 2]);
  expect((await call('GET /api/v2/notifications/unread_count', { token })).body.count).toBe(1);
  expect((await call(`GET /api/v2/notifications/${key}`, { token })).status).toBe(200);
  expect((await call(`POST /api/v2/notifications/${key}/dismiss`, { token })).body).toEqual({});
  expect((await call(`GET /api/v2/notifications/${key}`, { token })).status).toBe(404);
});

test('the policy is told and changed in both shapes', async () => {
  const first = await call('GET /api/v2/notifications/policy', { token });
  expect(first.body).toEqual({
    for_not_following: 'accept',
    for_not_followers: 'accept',
    for_new_accounts: 'accept',
    for_private_mentions: 'filter',
    for_limited_accounts: 'filter',
    summary: { pending_requests_count: 0, pending_notifications_count: 0 },
  });
  const body = { for_not_following: 'drop', for_private_mentions: 'accept' };
  const changed = await call('PATCH /api/v2/notifications/policy', { token, body });
  expect(changed.body).toMatchObject(body);
  const wrong = { for_not_following: 'perhaps' };
  expect((await call('PUT /api/v2/notifications/policy', { token, body: wrong })).status).toBe(422);
  const older = await call('PUT /api/v1/notifications/policy', {
    token,
    body: { filter_new_accounts: true },
  });
  expect(older.body).toMatchObject({ filter_not_following: true, filter_new_accounts: true });
});

test('HLT-18: a stranger’s message is a request without a preview, until it is let through', async () => {
  await written(world, ben, `A secret word, @${ann.handle}`, { visibility: 'direct' });
  const { body } = await call('GET /api/v1/notifications/requests', { token });
  expect(body[0]).toMatchObject({ notifications_count: '1', last_status: null });
  expect(JSON.stringify(body)).not.toContain('secret');
  const { id } = body[0];
  const other = await aToken(world, ben, ['read', 'write']);
  expect((await call(`GET /api/v1/notifications/requests/${id}`, { token: other })).status).toBe(
    404,
  );
  const foreign = await call(`POST /api/v1/notifications/requests/${id}/accept`, { token: other });
  expect(foreign.status).toBe(404);
  expect((await call('GET /api/v1/notifications', { token })).body).toEqual([]);
  await call('POST /api/v1/notifications/requests/accept', { token, body: { id: [id] } });
  const merged = await call('GET /api/v1/notifications/requests/merged', { token });
  expect(merged.body).toEqual({ merged: true });
  expect((await call('GET /api/v1/notifications', { token })).body.length).toBe(1);
});

test('a place in a timeline is kept, and counted on', async () => {
  await written(world, ben, `Hello @${ann.handle}`);
  const [{ id }] = (await call('GET /api/v1/notifications', { token })).body;
  const body = { notifications: { last_read_id: id } };
  const kept = await call('POST /api/v1/markers', { token, body });
  expect(kept.body.notifications).toMatchObject({ last_read_id: id, version: 1 });
  const read = await call('GET /api/v1/markers?timeline[]=notifications&timeline[]=home', {
    token,
  });
  expect(read.body).toEqual(kept.body);
  expect((await call('GET /api/v1/notifications/unread_count', { token })).body).toEqual({
    count: 0,
  });
  const wrong = { home: { last_read_id: 'x' } };
  expect((await call('POST /api/v1/markers', { token, body: wrong })).status).toBe(422);
});

test('what apps send as a form is read as what they send as JSON', async () => {
  const form = new FormData();
  form.append('home[last_read_id]', '123');
  const kept = await call('POST /api/v1/markers', { token, body: form });
  expect(kept.body.home).toMatchObject({ last_read_id: '123', version: 1 });
  const again = await call('POST /api/v1/markers', {
    token,
    body: { home: { last_read_id: 124 } },
  });
  expect(again.body.home).toMatchObject({ last_read_id: '124', version: 2 });
  const policy = new FormData();
  policy.append('for_new_accounts', 'filter');
  const told = await call('PUT /api/v2/notifications/policy', { token, body: policy });
  expect(told.body.for_new_accounts).toBe('filter');
});
