import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createStreamingAPIClient } from 'masto';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aToken, anApp } from '../../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../../tests/world.ts';
import { streamingDoor } from './door.server.ts';
import type { Sources } from './sources.server.ts';
import { takeBack } from '#domain/apps/grants.server.ts';
import type { Scope } from '#domain/apps/scopes.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { usualBounds, type StreamBounds } from '#platform/sse.server.ts';

let world: World;
let ann: Viewer;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  world = await openWorld({ remembersLog: true });
  ann = await world.aPerson({ handle: 'ann' });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => world.close());

/** Every line is at everybody's home, public, local and tagged `imaging`, and says its own number. */
const talkative: Sources = {
  line: async (id) => ({ postId: id, open: true, local: true, media: false, tags: ['imaging'] }),
  homes: async (_, people) => new Set(people),
  lists: async (_, ids) => new Set(ids),
  apart: async () => new Set(),
  ownsList: async (viewer, id) => viewer.personId === ann.personId && id === '12',
  status: async (_, id) => ({ id }),
  notification: async (_, id) => ({ id, type: 'mention' }),
  conversation: async (_, id) => ({ id }),
  announcement: async (_, id) => ({ id }),
};

async function serve(sources: Sources = talkative, bounds: Partial<StreamBounds> = {}) {
  const door = streamingDoor(world.services, sources, { ...usualBounds, ...bounds });
  const server = createServer(
    { shouldUpgradeCallback: (req) => door.upgrades((req.url ?? '').split('?')[0] ?? '') },
    (req, res) => {
      if (!door.open(req, res, new URL(req.url ?? '/', 'http://localhost')))
        res.writeHead(418).end();
    },
  );
  server.on('upgrade', (req, socket, head) =>
    door.upgrade(req, socket, head, new URL(req.url ?? '/', 'http://localhost')),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    door.close();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return { port: (server.address() as AddressInfo).port, door };
}

type Served = Awaited<ReturnType<typeof serve>>;

interface Frame {
  stream?: string[];
  event?: string;
  payload?: string;
  error?: string;
  status?: number;
}

async function socketOf({ port }: Served, token: string, query = '', headers = {}) {
  const address = `ws://127.0.0.1:${port}/api/v1/streaming${query}`;
  const socket = new WebSocket(address, token ? [token] : [], { headers });
  closing.push(() => socket.terminate());
  const frames: Frame[] = [];
  const closed = new Promise<number>((done) => socket.once('close', done));
  socket.on('message', (data) => void frames.push(JSON.parse(String(data)) as Frame));
  const refused = new Promise<number>((done) =>
    socket.once('unexpected-response', (_, res) => done(res.statusCode ?? 0)),
  );
  socket.on('error', () => undefined);
  const status = await Promise.race([once(socket, 'open').then(() => 101), refused]);
  const ask = (type: string, stream: string, more = {}) =>
    socket.send(JSON.stringify({ type, stream, ...more }));
  return { socket, frames, closed, status, ask };
}

async function eventsOf({ port }: Served, path: string, headers: Record<string, string> = {}) {
  const asked = request({ port, path: `/api/v1/streaming/${path}`, headers, agent: false }).end();
  asked.on('error', () => undefined);
  closing.push(() => asked.destroy());
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  const ended = new Promise<void>((done) => res.once('close', done));
  res.setEncoding('utf8').on('data', (part: string) => void (text += part));
  res.on('error', () => undefined);
  return { status: res.statusCode, headers: res.headers, text: () => text, ended };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const wake = (kind: string, id: string, about?: string[]) =>
  world.services.live.publish([{ kind, id, ...(about && { about }) }]);
const readToken = (...scopes: Scope[]) => aToken(world, ann, scopes.length ? scopes : ['read']);

/** Until the door has read what was sent before: it answers a nonsense message last. */
async function heard(made: Awaited<ReturnType<typeof socketOf>>) {
  made.socket.send('?');
  await expect.poll(() => made.frames.at(-1)?.error).toBe('The message could not be read');
  made.frames.pop();
}

test('a socket carries many streams, and each frame names the one it belongs to', async () => {
  const served = await serve();
  const made = await socketOf(served, await readToken(), '?stream=user');
  made.ask('subscribe', 'public:local');
  made.ask('subscribe', 'hashtag', { tag: '#Imaging' });
  made.ask('subscribe', 'list', { list: '12' });
  made.ask('subscribe', 'public');
  made.ask('unsubscribe', 'public');
  await heard(made);
  await wake('line', '77');
  await expect.poll(() => made.frames.length).toBe(4);
  const payload = JSON.stringify({ id: '77' });
  expect(made.frames.map(({ stream }) => stream)).toEqual([
    ['user'],
    ['list', '12'],
    ['public:local'],
    ['hashtag', 'imaging'],
  ]);
  expect(made.frames[0]).toEqual({ stream: ['user'], event: 'update', payload });
});

test('a socket says what is wrong with a wish, and stays open', async () => {
  const made = await socketOf(await serve(), await readToken('read:statuses'));
  for (const wish of ['everything', 'hashtag', 'list', 'user:notification'])
    made.ask('subscribe', wish);
  made.ask('subscribe', 'list', { list: '13' });
  await expect.poll(() => made.frames.length).toBe(5);
  expect(made.frames.map(({ status }) => status)).toEqual([400, 400, 400, 403, 404]);
  expect(made.frames[0]).toEqual({ error: 'Unknown stream type', status: 400 });
  expect(made.socket.readyState).toBe(made.socket.OPEN);
});

test('the library masto hears updates, notifications and deletions', async () => {
  const { port } = await serve();
  const client = createStreamingAPIClient({
    streamingApiUrl: `ws://127.0.0.1:${port}`,
    accessToken: await readToken(),
  });
  closing.push(() => client.close());
  const events: [string, unknown][] = [];
  const listening = (async () => {
    for await (const { event, payload } of client.user.subscribe()) {
      events.push([event, payload]);
      if (events.length === 4) break;
    }
  })();
  await expect
    .poll(async () => {
      if (events.length === 0) await wake('line', '5');
      return events[0]?.[0];
    })
    .toBe('update');
  events.length = 1;
  await wake('notification', ann.personId, ['9']);
  await wake('filter', ann.personId);
  await wake('postDeleted', '5');
  await listening;
  expect(events.slice(1)).toEqual([
    ['notification', { id: '9', type: 'mention' }],
    ['filters_changed', undefined],
    ['delete', '5'],
  ]);
});

test('PRV-08: no stream is opened with a token that lacks its scope, or that is for no person', async () => {
  const served = await serve();
  const app = await anApp(world);
  const none = await aToken(world, ann, ['profile', 'write', 'push', 'read:accounts'], app);
  const alone = await aToken(world, null, ['read'], app);
  const paths = [
    ...['user', 'user/notification', 'public', 'public/local', 'direct'],
    ...['hashtag?tag=a', 'list?list=12'],
  ];
  for (const path of paths) {
    expect((await eventsOf(served, path, bearer(none))).status, path).toBe(403);
    expect((await eventsOf(served, path, bearer(alone))).status, path).toBe(403);
    expect((await eventsOf(served, path)).status, path).toBe(401);
  }
  expect((await socketOf(served, alone, '?stream=public')).status).toBe(403);
  const made = await socketOf(served, none, '?stream=user');
  await expect.poll(() => made.frames[0]?.status).toBe(403);
  await wake('line', '1');
  await heard(made);
  expect(made.frames.length).toBe(1);
});

test('PRV-08: the stream of a person brings notifications only to a token that reads them', async () => {
  const served = await serve();
  const narrow = await socketOf(served, await readToken('read:statuses'), '?stream=user');
  const wide = await socketOf(served, await readToken('read:notifications'));
  wide.ask('subscribe', 'user:notification');
  await heard(wide);
  await heard(narrow);
  await wake('notification', ann.personId, ['9']);
  await wake('line', '3');
  await expect.poll(() => narrow.frames.length).toBe(1);
  expect(narrow.frames[0]?.event).toBe('update');
  await expect.poll(() => wide.frames[0]?.event).toBe('notification');
});

test('what happens to one person is told to nobody else', async () => {
  const served = await serve();
  const bob = await world.aPerson();
  const made = await socketOf(served, await aToken(world, bob, ['read']), '?stream=user');
  made.ask('subscribe', 'direct');
  made.ask('subscribe', 'user:notification');
  await heard(made);
  await wake('notification', ann.personId, ['9']);
  await wake('conversation', ann.personId, ['8']);
  await wake('filter', ann.personId);
  await wake('line', '4');
  await expect.poll(() => made.frames.at(-1)?.event).toBe('update');
  expect(made.frames.length).toBe(1);
});

test('what somebody may not see reaches none of their streams, not even when it goes', async () => {
  const served = await serve({
    ...talkative,
    status: async () => undefined,
    homes: async () => new Set(),
    lists: async () => new Set(),
  });
  const made = await socketOf(served, await readToken(), '?stream=user');
  made.ask('subscribe', 'public');
  await heard(made);
  await wake('line', '6');
  await wake('postChanged', '6');
  await wake('postDeleted', '6');
  await wake('filter', ann.personId);
  await expect.poll(() => made.frames.at(-1)?.event).toBe('filters_changed');
  expect(made.frames.length).toBe(1);
});

test('a public stream hears of the end of what it was told', async () => {
  const served = await serve({ ...talkative, homes: async () => new Set() });
  const made = await socketOf(served, await readToken(), '?stream=public');
  await heard(made);
  await wake('line', '66');
  await wake('postDeleted', '66');
  await wake('postDeleted', '67');
  await wake('line', '68');
  await expect.poll(() => made.frames.length).toBe(3);
  expect(made.frames.map(({ event, payload }) => [event, payload])).toEqual([
    ['update', JSON.stringify({ id: '66' })],
    ['delete', '66'],
    ['update', JSON.stringify({ id: '68' })],
  ]);
});

test('OAU-09, PRV-09: a token that is taken back ends its streams before the next news', async () => {
  const served = await serve();
  const app = await anApp(world);
  const token = await aToken(world, ann, ['read'], app);
  const made = await socketOf(served, token, '?stream=user');
  const events = await eventsOf(served, 'public', bearer(token));
  await heard(made);
  await takeBack(world.as(ann), app.id);
  await wake('line', '9');
  expect(await made.closed).toBe(1008);
  await events.ended;
  expect(made.frames).toEqual([]);
  expect(events.text()).not.toContain('update');
  expect((await socketOf(served, token)).status).toBe(401);
  expect((await eventsOf(served, 'public', bearer(token))).status).toBe(401);
});

test('PRV-09, SES-22: a changed password and a person who goes end their streams', async () => {
  const served = await serve();
  const bob = await world.aPerson();
  const made = await socketOf(served, await aToken(world, bob, ['read']), '?stream=user');
  await heard(made);
  await world.services.pool.query(
    'update login set keys_changed = $1 where id = (select login_id from person where id = $2)',
    [world.clock.now(), bob.personId],
  );
  await wake('session', bob.personId);
  expect(await made.closed).toBe(1008);
});

test('SES-30: a cookie opens no stream, wherever the page is from, and a token opens its own from anywhere', async () => {
  const served = await serve();
  const cookie = await world.cookieOf(ann);
  const evil = { origin: 'https://evil.test' };
  expect((await socketOf(served, '', '?stream=user', { ...evil, cookie })).status).toBe(401);
  expect((await eventsOf(served, 'user', { ...evil, cookie })).status).toBe(401);
  const other = await socketOf(served, await readToken(), '?stream=user', { ...evil, cookie });
  expect(other.status).toBe(101);
});

test('OAU-12: a token in the address opens a stream, and stands in no log', async () => {
  const served = await serve({
    ...talkative,
    status: async () => {
      throw new Error('broken on purpose');
    },
  });
  const token = await readToken();
  const events = await eventsOf(served, `user?access_token=${token}`);
  expect(events.status).toBe(200);
  expect(events.headers['content-type']).toContain('text/event-stream');
  const made = await socketOf(served, '', `?access_token=${token}&stream=user`);
  await heard(made);
  await wake('line', '2');
  await wake('filter', ann.personId);
  await expect.poll(() => made.frames.at(-1)?.event).toBe('filters_changed');
  expect(world.logged.some((line) => line.includes('was not told'))).toBe(true);
  expect(world.logged.join('')).not.toContain(token);
});

test('server-sent events name what happened, and a heartbeat thumps', async () => {
  const served = await serve(talkative, { heartbeatMs: 50 });
  const events = await eventsOf(served, 'public/local', bearer(await readToken()));
  expect(events.headers['access-control-allow-origin']).toBe('*');
  await wake('line', '21');
  await expect.poll(events.text).toContain('event: update\ndata: {"id":"21"}\n\n');
  await expect.poll(events.text).toContain(':thump\n\n');
  expect((await eventsOf(served, 'nothing', bearer(await readToken()))).status).toBe(404);
  expect((await eventsOf(served, 'health')).status).toBe(200);
});

test('DOS-26: a socket that does not read is cut, and the others hear on', async () => {
  const large = { text: 'x'.repeat(200_000) };
  const served = await serve({ ...talkative, status: async () => large }, { waiting: 400_000 });
  const slow = await socketOf(served, await readToken(), '?stream=user');
  await heard(slow);
  slow.socket.pause();
  const good = await socketOf(served, await readToken(), '?stream=user');
  await heard(good);
  for (let sent = 0; sent < 60; sent += 1) {
    await wake('line', String(sent + 1));
    await expect.poll(() => good.frames.length).toBe(sent + 1);
  }
  slow.socket.resume();
  await slow.closed;
  expect(slow.frames.length).toBeLessThan(60);
  expect(good.socket.readyState).toBe(good.socket.OPEN);
});

test('DOS-26: frames, wishes and sockets of one person have a bound', async () => {
  const served = await serve();
  const token = await readToken();
  const large = await socketOf(served, token);
  large.socket.send('x'.repeat(5000));
  expect(await large.closed).toBe(1009);
  const many = await socketOf(served, token);
  for (let at = 0; at < 21; at += 1) many.ask('subscribe', 'hashtag', { tag: `t${at}` });
  await expect.poll(() => many.frames[0]?.status).toBe(429);
  const loud = await socketOf(served, token);
  for (let at = 0; at < 130; at += 1) loud.ask('unsubscribe', 'public');
  expect(await loud.closed).toBe(1008);
  for (let at = 0; at < 19; at += 1) expect((await socketOf(served, token)).status).toBe(101);
  expect((await socketOf(served, token)).status).toBe(429);
  expect((await eventsOf(served, 'user', bearer(token))).status).toBe(429);
});

test('REL-28: news of another process reaches a stream, and a socket that no longer answers is cut', async () => {
  const served = await serve(talkative, { heartbeatMs: 60 });
  const made = await socketOf(served, await readToken(), '?stream=user');
  await heard(made);
  const message = JSON.stringify({ from: 'another', wakes: [{ kind: 'line', id: '31' }] });
  await world.services.pool.query(`select pg_notify('pocketfriends', $1)`, [message]);
  await expect.poll(() => made.frames[0]?.event).toBe('update');
  made.socket.pause();
  await expect.poll(() => served.door.count).toBe(0);
});

test('REL-28: closing says farewell to sockets, and cuts those that do not answer', async () => {
  const served = await serve();
  const good = await socketOf(served, await readToken());
  const silent = await socketOf(served, await readToken());
  await heard(good);
  silent.socket.pause();
  served.door.close();
  expect(await good.closed).toBe(1001);
  await expect.poll(() => served.door.count).toBe(0);
});

test('DOS-26: server-sent events that nobody reads are cut after a bounded buffer', async () => {
  const large = { text: 'x'.repeat(200_000) };
  const served = await serve({ ...talkative, status: async () => large }, { waiting: 300_000 });
  const headers = bearer(await readToken());
  const asked = request({
    ...served,
    path: '/api/v1/streaming/public',
    headers,
    agent: false,
  }).end();
  asked.on('error', () => undefined);
  closing.push(() => asked.destroy());
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  res.pause();
  await expect.poll(() => served.door.count).toBe(1);
  await expect
    .poll(async () => {
      await wake('line', '41');
      return served.door.count;
    })
    .toBe(0);
});
