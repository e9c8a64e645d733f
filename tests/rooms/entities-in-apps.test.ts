import sharp from 'sharp';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken, anApp, type MadeApp } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { entities as is, faultsOf, type Shape } from './entities.ts';
import { linkPreview, postLink } from '#domain/posts/link-schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let app: MadeApp;
let [anna, ben]: Viewer[] = [];
let [annas, bens]: string[] = [];
const many = (list: Shape): Shape => ({ list });

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  app = await anApp(world);
  [anna, ben] = [await world.aPerson({ handle: 'anna' }), await world.aPerson({ handle: 'ben_r' })];
  const scopes = ['read', 'write', 'follow', 'push', 'profile'] as const;
  annas = await aToken(world, anna, [...scopes], app);
  bens = await aToken(world, ben, [...scopes], app);
  await call(`POST /api/v1/accounts/${anna.personId}/follow`, { token: bens });
});
afterAll(() => world.close());

type How = Parameters<AppCall>[0];

/** Calls, and holds the answer against what is documented; an empty list says nothing. */
async function holds(shape: Shape, how: How, body?: object, token = annas) {
  const said = await call(how, { token, ...(body && { body }) });
  expect([how, said.status, faultsOf(said.body, shape)]).toEqual([how, 200, []]);
  if (Array.isArray(said.body)) expect([how, said.body.length]).not.toEqual([how, 0]);
  return said.body;
}

const at = '/api/v1/statuses';
const write = (body: object, token = annas) => holds(is.status, `POST ${at}`, body, token);

async function aPhoto(): Promise<string> {
  const create = { width: 30, height: 20, channels: 3, background: '#36c' } as const;
  const bytes = await sharp({ create }).png().toBuffer();
  const form = new FormData();
  form.set('file', new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' }));
  const { id } = await holds(is.media, 'POST /api/v2/media', form);
  await holds(is.media, `GET /api/v1/media/${id}`);
  await holds(is.media, `PUT /api/v1/media/${id}`, { description: 'Blue', focus: '0.1,0.2' });
  return id;
}

async function withCard(): Promise<string> {
  const url = 'https://example.org/page';
  const { id } = await write({ status: `Read ${url}` });
  const ends = new Date(world.clock.now().getTime() + 3_600_000);
  await world.services.db
    .insert(linkPreview)
    .values({ url, state: 'ready', title: 'A page', author: 'Zoe', ends });
  await world.services.db.insert(postLink).values({ postId: id, url });
  return id;
}

test('posts of every kind have every documented key', async () => {
  const plain = await write({ status: 'Hello @ben_r #tea', spoiler_text: 'Hi', language: 'en' });
  const reply = await write({ status: 'And on', in_reply_to_id: plain.id }, bens);
  await write({ status: 'Look', media_ids: [await aPhoto()] });
  await write({ status: 'Well?', poll: { options: ['Tea', 'Water'], expires_in: 600 } });
  const quoting = await write({ status: 'So true', quoted_status_id: plain.id });
  expect(quoting.quote).toMatchObject({ state: 'accepted', quoted_status: { id: plain.id } });
  await write({ status: 'Deeper', quoted_status_id: quoting.id });
  const card = await withCard();
  expect((await holds(is.status, `GET ${at}/${card}`)).card).toMatchObject({ type: 'link' });
  const boost = await holds(is.status, `POST ${at}/${plain.id}/reblog`, {}, bens);
  await holds(is.status, `GET ${at}/${boost.id}`);
  for (const mark of ['favourite', 'bookmark', 'mute', 'pin', 'unpin', 'unfavourite', 'unreblog'])
    await holds(is.status, `POST ${at}/${plain.id}/${mark}`);
  await holds(is.context, `GET ${at}/${plain.id}/context`);
  await holds(many(is.status), `GET ${at}?id[]=${plain.id}&id[]=${reply.id}`);
  await holds(is.status, `PUT ${at}/${plain.id}`, { status: 'Hello again' });
  await holds(many(is.edit), `GET ${at}/${plain.id}/history`);
  await holds(is.statusSource, `GET ${at}/${plain.id}/source`);
  await holds(many(is.account), `GET ${at}/${plain.id}/reblogged_by`);
  for (const list of ['timelines/home', 'timelines/public', 'bookmarks'] as const)
    await holds(many(is.status), `GET /api/v1/${list}`);
  await holds(many(is.status), `GET /api/v1/accounts/${anna?.personId}/statuses`);
  expect((await holds(is.status, `DELETE ${at}/${plain.id}`)).text).toBe('Hello again');
});

test('a poll has every documented key for its author, its voter and a guest', async () => {
  const asked = await write({ status: 'Well?', poll: { options: ['A', 'B'], expires_in: 600 } });
  const path = `/api/v1/polls/${asked.poll.id}` as const;
  await holds(is.poll, `GET ${path}`);
  await holds(is.poll, `POST ${path}/votes`, { choices: [1] }, bens);
  expect(faultsOf((await call(`GET ${path}`)).body, is.poll)).toEqual([]);
});

test('people, and what is between them, have every documented key', async () => {
  const [me, other] = [`/api/v1/accounts/${anna?.personId}`, `/api/v1/accounts/${ben?.personId}`];
  const change = { note: 'Hi', fields_attributes: [{ name: 'Web', value: 'https://a.example' }] };
  await holds(is.ownAccount, 'PATCH /api/v1/accounts/update_credentials', change);
  await holds(is.ownAccount, 'GET /api/v1/accounts/verify_credentials');
  await holds(is.profile, 'GET /api/v1/profile');
  await holds(is.preferences, 'GET /api/v1/preferences');
  for (const path of [me, other, '/api/v1/accounts/lookup?acct=ben_r'])
    await holds(is.account, `GET ${path}` as How);
  await holds(many(is.account), 'GET /api/v1/accounts/search?q=ben_r');
  await holds(many(is.account), `GET ${me}/followers` as How);
  for (const verb of ['follow', 'note', 'pin', 'unpin', 'unfollow', 'block', 'unblock', 'mute'])
    await holds(is.relationship, `POST ${other}/${verb}` as How, { comment: 'x', duration: 60 });
  await holds(many(is.mutedAccount), 'GET /api/v1/mutes');
  await holds(is.relationship, `POST ${other}/unmute` as How);
  await holds(many(is.relationship), `GET /api/v1/accounts/relationships?id=${ben?.personId}`);
  await holds(many(is.familiar), `GET /api/v1/accounts/familiar_followers?id=${ben?.personId}`);
  await call(`POST ${me}/follow` as How, { token: bens });
});

test('news, in both forms, and what is kept of them have every documented key', async () => {
  const { id } = await write({ status: 'Tell me' });
  await call(`POST ${at}/${id}/favourite`, { token: bens });
  await write({ status: '@anna Told', in_reply_to_id: id }, bens);
  const [told] = await holds(many(is.notification), 'GET /api/v1/notifications');
  await holds(is.notification, `GET /api/v1/notifications/${told.id}`);
  const grouped = await holds(is.grouped, 'GET /api/v2/notifications');
  expect(grouped.notification_groups.length).toBeGreaterThan(1);
  await holds(is.policy, 'GET /api/v2/notifications/policy');
  await holds(is.olderPolicy, 'GET /api/v1/notifications/policy');
  await holds(is.markers, 'POST /api/v1/markers', { notifications: { last_read_id: told.id } });
  await holds(is.markers, 'GET /api/v1/markers?timeline[]=notifications');
  await call('PATCH /api/v2/notifications/policy', {
    token: annas,
    body: { for_not_following: 'filter' },
  });
  await write({ status: '@anna May I?' }, bens);
  const [waits] = await holds(many(is.request), 'GET /api/v1/notifications/requests');
  await holds(is.request, `GET /api/v1/notifications/requests/${waits.id}`);
  await write({ status: '@ben_r Psst', visibility: 'direct' });
  await holds(many(is.conversation), 'GET /api/v1/conversations');
});

test('filters, lists, hashtags and plans have every documented key', async () => {
  const words = [{ keyword: 'needle', whole_word: true }];
  const wishes = { title: 'Sharp', context: ['home'], keywords_attributes: words };
  const { id } = await holds(is.filter, 'POST /api/v2/filters', wishes);
  const { id: postId } = await write({ status: 'A needle' }, bens);
  await holds(is.filterStatus, `POST /api/v2/filters/${id}/statuses`, { status_id: postId });
  await holds(is.filterKeyword, `POST /api/v2/filters/${id}/keywords`, { keyword: 'pin' });
  await holds(many(is.filter), 'GET /api/v2/filters');
  await holds(many(is.olderFilter), 'GET /api/v1/filters');
  expect((await holds(is.status, `GET ${at}/${postId}`)).filtered).toHaveLength(1);
  const { id: listId } = await holds(is.listOfPeople, 'POST /api/v1/lists', { title: 'Close' });
  await holds(is.listOfPeople, `GET /api/v1/lists/${listId}`);
  await write({ status: 'Mint #tea' });
  await holds(is.featuredTag, 'POST /api/v1/featured_tags', { name: 'tea' });
  await holds(is.tag, 'POST /api/v1/tags/tea/follow');
  await holds(many(is.tag), 'GET /api/v1/followed_tags');
  await holds(many(is.featuredTag), 'GET /api/v1/featured_tags');
  await holds(is.search, 'GET /api/v2/search?q=tea');
  const scheduled_at = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
  await holds(is.scheduled, `POST ${at}`, { status: 'Later', scheduled_at });
  await holds(many(is.scheduled), 'GET /api/v1/scheduled_statuses');
});

test('the place, apps, devices and reports have every documented key', async () => {
  await holds(is.instance, 'GET /api/v2/instance');
  await holds(is.olderInstance, 'GET /api/v1/instance');
  await holds(many(is.rule), 'GET /api/v1/instance/rules');
  await holds(many(is.activity), 'GET /api/v1/instance/activity');
  await holds(is.description, 'GET /api/v1/instance/extended_description');
  await holds(is.description, 'GET /api/v1/instance/privacy_policy');
  await holds(is.terms, 'GET /api/v1/instance/terms_of_service');
  await holds(is.application, 'GET /api/v1/apps/verify_credentials');
  const words = { client_name: 'New', redirect_uris: ['urn:ietf:wg:oauth:2.0:oob'] };
  const made = await holds(is.newApplication, 'POST /api/v1/apps', words, '');
  const { client_id, client_secret } = made;
  const asked = { grant_type: 'client_credentials', client_id, client_secret };
  await holds(is.token, 'POST /oauth/token', asked, '');
  const keys = {
    p256dh:
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const subscription = { endpoint: 'https://push.example.com/x', keys };
  await holds(is.subscription, 'POST /api/v1/push/subscription', { subscription });
  const { id } = await write({ status: 'Rude' }, bens);
  const report = { account_id: ben?.personId, status_ids: [id], comment: 'Look' };
  await holds(is.report, 'POST /api/v1/reports', report);
  await world.services.db.execute(sql`delete from rate_limit`);
});
