import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aChat, answered, type Chat } from '../../../tests/makers/chat.ts';
import { passkeyDevice } from '../../../tests/doubles/passkey-device.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { liveDoor } from './chat-stream.server.ts';
import { endDevice, endOtherDevices } from '#domain/people/devices.server.ts';
import { erase } from '#domain/people/keeper.server.ts';
import { addPasskey, passkeyToAdd } from '#domain/people/passkeys.server.ts';
import { findLogin, signOut, type Login } from '#domain/people/sign-in.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import { openServices, type Services } from '#platform/services.server.ts';

let world: World;
let other: Services;
let chat: Chat;
let here: number;
let elsewhere: number;
const closing: (() => unknown)[] = [];
const streams: (() => void)[] = [];
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-22T12:06:00Z', working: true });
  other = await openServices(world.services.config, await connectionOf(world.services), {
    clock: world.clock,
    log: world.services.log,
  });
  chat = await aChat(world);
  here = await serve(world.services);
  elsewhere = await serve(other);
});
afterEach(() => {
  for (const leave of streams.splice(0)) leave();
});
afterAll(async () => {
  for (const close of closing) await close();
  await other.close();
  await world.close();
});

async function connectionOf({ pool }: Services) {
  const { connectionString, host, port, user } = pool.options;
  if (connectionString) return { connectionString };
  const { rows } = await pool.query<{ name: string }>('select current_database() as name');
  const database = String(rows[0]?.name);
  return { host: String(host), port: Number(port), user: String(user), database };
}

/** A process's live door on a real port. */
async function serve(services: Services): Promise<number> {
  const door = liveDoor(services);
  const server = createServer((req, res) => {
    if (!door.open(req, res, new URL(req.url ?? '/', 'http://localhost'))) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    door.close();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

interface Stream {
  status: number | undefined;
  /** Resolves with how many milliseconds after `from` the stream ended. */
  endedAfter(from: number): Promise<number>;
  /** Resolves when these words came. */
  hears(words: string): Promise<void>;
}

async function open(port: number, headers: Record<string, string> = {}): Promise<Stream> {
  const path = `/live/chat/${chat.monthId}?since=0`;
  const asked = request({ port, path, headers, agent: false });
  asked.end();
  asked.on('error', () => undefined);
  streams.push(() => asked.destroy());
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  let said = '';
  res.setEncoding('utf8').on('data', (text: string) => (said += text));
  res.on('error', () => undefined);
  const ended = new Promise<number>((done) => res.once('close', () => done(Date.now())));
  return {
    status: res.statusCode,
    endedAfter: async (from) => (await ended) - from,
    hears: async (words) => {
      while (!said.includes(words)) await once(res, 'data');
    },
  };
}

async function loginBy(cookie: string): Promise<Login> {
  const login = await findLogin(world.services, cookie);
  if (!login) throw new Error('not signed in');
  return login;
}

/** Somebody with two devices, each with an open stream, in two processes, and a visitor beside them. */
async function twoDevices() {
  const viewer = await world.aPatient();
  const [one, two] = [await world.cookieOf(viewer), await world.cookieOf(viewer)];
  const opened = {
    one: await open(here, { cookie: one }),
    two: await open(elsewhere, { cookie: two }),
    visitor: await open(here),
  };
  // Whatever is heard comes after the stream is known.
  await say(viewer, 'We are here.', opened.one, opened.two, opened.visitor);
  return { viewer, one: await loginBy(one), two: await loginBy(two), cookie: one, opened };
}

async function say(viewer: Viewer, words: string, ...listeners: Stream[]): Promise<void> {
  await answered(world.as(viewer), chat, words);
  await Promise.all(listeners.map((stream) => stream.hears(words)));
}

test('a device that is signed out from the list hears nothing more within five seconds', async () => {
  const { viewer, one, two, opened } = await twoDevices();
  const from = Date.now();
  expect(await endDevice(world.as(viewer), one, two.sessionId)).toBeUndefined();
  expect(await opened.two.endedAfter(from)).toBeLessThan(5000);
  // Control: the device that stays, and a visitor, go on.
  await say(viewer, 'Still here.', opened.one, opened.visitor);
});

test('signing all other devices out ends their streams and not one’s own', async () => {
  const { viewer, two, opened } = await twoDevices();
  const from = Date.now();
  await endOtherDevices(world.as(viewer), two);
  expect(await opened.one.endedAfter(from)).toBeLessThan(5000);
  await say(viewer, 'Only me.', opened.two, opened.visitor);
});

test('a change of keys ends the streams of every other device', async () => {
  const { viewer, one, opened } = await twoDevices();
  const ctx = world.as(viewer);
  const answer = passkeyDevice(ctx.config.origin).make(await passkeyToAdd(ctx, one));
  const from = Date.now();
  expect(await addPasskey(ctx, one, { answer, agent: '' })).toMatchObject({ cookies: [{}] });
  expect(await opened.two.endedAfter(from)).toBeLessThan(5000);
  // Its session has a fresh token, and is the same session.
  await say(viewer, 'With a key.', opened.one, opened.visitor);
});

test('signing out, and being erased, end the streams', async () => {
  const { viewer, cookie, opened } = await twoDevices();
  const from = Date.now();
  await signOut(world.as(viewer), cookie);
  expect(await opened.one.endedAfter(from)).toBeLessThan(5000);
  await say(viewer, 'One left.', opened.two);
  const later = Date.now();
  await inTransaction(world.as(viewer), (tx) => erase(tx, viewer.personId));
  expect(await opened.two.endedAfter(later)).toBeLessThan(5000);
});

test('a session that was over before is a visitor’s', async () => {
  const viewer = await world.aPatient();
  const cookie = await world.cookieOf(viewer);
  await signOut(world.as(viewer), cookie);
  const stream = await open(here, { cookie });
  await say(viewer, 'For everybody.', stream);
});

test('SES-30: the page of another place cannot listen with somebody’s cookie', async () => {
  const viewer = await world.aPatient();
  const cookie = await world.cookieOf(viewer);
  const foreign = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `${world.services.config.origin}.evil.test` },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of foreign) {
    expect((await open(here, { ...headers, cookie })).status, JSON.stringify(headers)).toBe(403);
    expect((await open(here, headers)).status, JSON.stringify(headers)).toBe(403);
  }
  // Control: our own page, and a program that is no browser.
  const own = { origin: world.services.config.origin, 'sec-fetch-site': 'same-origin' };
  expect((await open(here, { ...own, cookie })).status).toBe(200);
  expect((await open(here)).status).toBe(200);
});
