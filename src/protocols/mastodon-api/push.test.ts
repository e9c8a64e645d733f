import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPushPeer, type PushPeer } from '../../../tests/doubles/push-peer.ts';
import { callsOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken, anApp, type MadeApp } from '../../../tests/makers/app.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { takeBack } from '#domain/apps/grants.server.ts';
import { changeNotificationSettings } from '#domain/notifications/policy.server.ts';
import { answerConsent } from '#domain/people/consents.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let peer: PushPeer;
let call: AppCall;
let app: MadeApp;
let ann: Viewer;
let ben: Viewer;
let token: string;
beforeAll(async () => {
  peer = await openPushPeer();
  world = await openWorld({ working: true, env: { POCKETFRIENDS_PEERS: peer.host } });
  call = callsOf(world);
  app = await anApp(world);
});
beforeEach(async () => {
  [ann, ben] = [await world.aPerson(), await world.aPerson({ name: 'Ben Secret' })];
  token = await aToken(world, ann, ['read', 'push'], app);
  peer.answerWith(201);
  for (const list of [peer.messages, peer.calls, peer.headers]) list.length = 0;
});
afterAll(async () => {
  await world.close();
  await peer.close();
});

const path = '/api/v1/push/subscription' as const;
const all = { mention: true, favourite: true, follow: true };
const body = (more: object = {}, data: object = {}) => ({
  subscription: { ...peer.subscription, ...more },
  data: { alerts: all, ...data },
});
const subscribe = (whose = token) => call(`POST ${path}`, { token: whose, body: body() });
const greet = (text = 'A private word') => written(world, ben, `${text}, @${ann.handle}`);

test('HLT-18: a device hears that something is new, without a name and without a word of it', async () => {
  const { body: made } = await subscribe();
  expect(Object.keys(made)).toEqual([
    ...['id', 'endpoint', 'standard', 'alerts', 'policy', 'server_key'],
  ]);
  const { body: place } = await call('GET /api/v2/instance');
  expect(place.configuration.vapid.public_key).toBe(made.server_key);
  await greet();
  await expect.poll(() => peer.messages.length).toBe(1);
  const [message = {}] = peer.messages;
  expect(message).toMatchObject({
    title: 'Something new in Pocket Friends',
    body: '',
    access_token: token,
    notification_type: 'mention',
  });
  expect(JSON.stringify(message)).not.toMatch(/Ben Secret|private word/);
  expect(peer.headers[0]?.['authorization']).toMatch(/^vapid t=/);
  expect(peer.headers[0]?.['ttl']).toBe('86400');
});

test('whoever wants it reads on the device who it is and what they say', async () => {
  await subscribe();
  await changeNotificationSettings(world.as(ann), { pushSaysWords: true });
  await greet();
  await expect.poll(() => peer.messages.length).toBe(1);
  expect(peer.messages[0]).toMatchObject({
    title: 'Ben Secret wrote to you',
    body: `A private word, @${ann.handle}`,
  });
});

test('HLT-18, NTF-05: a stranger’s direct message, a switched-off alert and a no to devices send nothing', async () => {
  await subscribe();
  await written(world, ben, `Psst @${ann.handle}`, { visibility: 'direct' });
  await call(`PUT ${path}`, { token, body: { data: { alerts: { mention: false } } } });
  await greet('Switched off');
  await call(`PUT ${path}`, { token, body: { data: { alerts: all, policy: 'followed' } } });
  await greet('Not followed');
  await call(`PUT ${path}`, { token, body: { data: { policy: 'all' } } });
  await answerConsent(world.as(ann), 'push', false);
  await greet('After a no');
  world.clock.turnBy(1000);
  // The same token asks again, and the no still stands.
  await subscribe();
  await greet('Still no');
  const later = await aToken(world, ann, ['push'], app);
  await subscribe(later);
  await greet('A new yes');
  await expect.poll(() => peer.messages.length).toBe(1);
  expect(peer.messages[0]?.['access_token']).toBe(later);
});

test('NTF-01: a subscription is found by its own token only, and a device hears for its last person', async () => {
  await subscribe();
  const other = await aToken(world, ben, ['read', 'push'], app);
  for (const how of ['GET', 'PUT'] as const)
    expect(
      (
        await call(`${how} ${path}`, {
          token: other,
          body: how === 'PUT' ? {} : undefined,
        } as never)
      ).status,
    ).toBe(404);
  expect((await call(`DELETE ${path}`, { token: other })).body).toEqual({});
  expect((await call(`GET ${path}`, { token })).status).toBe(200);
  await subscribe(other);
  expect((await call(`GET ${path}`, { token })).status).toBe(404);
  await greet();
  await written(world, ann, `Back, @${ben.handle}`);
  await expect.poll(() => peer.messages.length).toBe(1);
  expect(peer.messages[0]?.['access_token']).toBe(other);
});

test('SES-22: a subscription goes with its token', async () => {
  await subscribe();
  await takeBack(world.as(ann), app.id);
  await greet();
  const { rows } = await world.services.pool.query(
    'select from push_subscription where person_id = $1',
    [ann.personId],
  );
  expect(rows).toEqual([]);
  expect(peer.calls).toEqual([]);
});

test('a device that is gone is forgotten, and a service that fails is asked again', async () => {
  await subscribe();
  peer.answerWith(500);
  await greet();
  await expect.poll(() => peer.calls.length).toBe(1);
  peer.answerWith(201);
  await expect.poll(() => peer.messages.length).toBe(1);
  peer.answerWith(410);
  await greet('Gone');
  await expect.poll(async () => (await call(`GET ${path}`, { token })).status).toBe(404);
});

test('SSR-10: only https on the public web can be a device’s address, and no redirect is followed', async () => {
  const closed = [
    ...['http://push.example.org/1', 'https://127.0.0.1/1', 'https://[::1]/1', 'https://10.0.0.1/'],
    ...['https://localhost/1', 'https://printer.local/1', 'https://a:b@push.example.org/1'],
    ...['https://push.example.org:8443/1', 'ftp://push.example.org/1', 'nonsense'],
  ];
  for (const endpoint of closed)
    expect((await call(`POST ${path}`, { token, body: body({ endpoint }) })).status, endpoint).toBe(
      422,
    );
  const keys = { p256dh: 'short', auth: peer.subscription.keys.auth };
  expect((await call(`POST ${path}`, { token, body: body({ keys }) })).status).toBe(422);
  await subscribe();
  peer.answerWith(307, `http://${peer.host}/elsewhere`);
  await greet();
  await expect.poll(() => peer.calls.length).toBeGreaterThan(0);
  expect(new Set(peer.calls)).toEqual(new Set(['/device']));
});

test('a device is named in a form as well, with its alerts beside it', async () => {
  const form = new FormData();
  const { endpoint, keys } = peer.subscription;
  form.append('subscription[endpoint]', endpoint);
  for (const [name, key] of Object.entries(keys)) form.append(`subscription[keys][${name}]`, key);
  form.append('data[alerts][mention]', 'true');
  form.append('data[alerts][follow]', 'false');
  form.append('policy', 'follower');
  const { body: made } = await call(`POST ${path}`, { token, body: form });
  expect(made).toMatchObject({ endpoint, standard: false, policy: 'follower' });
  expect([made.alerts.mention, made.alerts.follow]).toEqual([true, false]);
});

test('an app that knows only the older encryption hears in it', async () => {
  await call(`POST ${path}`, { token, body: body({ standard: false }) });
  peer.answerWith(202);
  await greet();
  await expect.poll(() => peer.headers.length).toBe(1);
  expect(peer.headers[0]?.['content-encoding']).toBe('aesgcm');
  expect(peer.headers[0]?.['crypto-key']).toMatch(/^dh=[\w-]+;p256ecdsa=[\w-]+$/);
});

test('OAU-05: without the scope push there is no subscription', async () => {
  const narrow = await aToken(world, ann, ['read', 'write', 'follow'], app);
  expect((await subscribe(narrow)).status).toBe(403);
});
