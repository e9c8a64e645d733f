import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { messagesDoor } from './messages-stream.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import { signOut } from '#domain/people/sign-in.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

let world: World;
let port: number;
const closing: (() => void)[] = [];
beforeAll(async () => {
  world = await openWorld();
  port = await serve(world.services);
});
afterAll(async () => {
  for (const close of closing) close();
  await world.close();
});

async function serve(services: Services): Promise<number> {
  const door = messagesDoor(services);
  const server = createServer((req, res) => {
    if (!door.open(req, res, new URL(req.url ?? '/', 'http://localhost'))) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => door.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return (server.address() as AddressInfo).port;
}

async function open(headers: Record<string, string>, method = 'GET', at = port) {
  const asked = request({ port: at, path: '/live/messages', method, headers, agent: false });
  asked.end();
  asked.on('error', () => undefined);
  closing.unshift(() => asked.destroy());
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  let said = '';
  res.setEncoding('utf8').on('data', (text: string) => (said += text));
  res.on('error', () => undefined);
  const ended = new Promise((done) => res.once('close', done));
  return { status: res.statusCode, ended, said: () => said };
}

async function listen(who: Viewer, cookie?: string) {
  const stream = await open({ cookie: cookie ?? (await world.cookieOf(who)) });
  await expect.poll(stream.said).toContain('data: again');
  return stream;
}

async function send(from: Viewer, to: Viewer): Promise<string> {
  const sent = await sendMessage(world.as(from), { handles: [to.handle], text: 'Secret words' });
  if ('refused' in sent) throw new Error(sent.refused);
  return sent.conversationId;
}

test('PRV-08: news of a conversation comes to its people alone, without a word, and never of a request', async () => {
  const [anna, ben, cleo] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(ben), anna.personId);
  const [mine, theirs, other] = [await listen(anna), await listen(ben), await listen(cleo)];
  const waiting = await send(cleo, ben);
  const id = await send(anna, ben);
  await expect.poll(mine.said).toContain(`data: ${id}`);
  await expect.poll(theirs.said).toContain(`data: ${id}`);
  expect(theirs.said()).not.toContain(waiting);
  expect(other.said()).not.toContain(id);
  expect([mine, theirs, other].map((stream) => stream.said()).join()).not.toContain('Secret');
});

test('SES-30: the page of another place cannot listen, nor can a guest', async () => {
  const cookie = await world.cookieOf(await world.aPerson());
  expect((await open({ cookie, origin: 'https://evil.test' })).status).toBe(403);
  expect((await open({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await open({})).status).toBe(401);
  expect((await open({ cookie }, 'POST')).status).toBe(405);
  expect((await open({ cookie, origin: world.services.config.origin })).status).toBe(200);
});

test('signing out ends the stream', async () => {
  const anna = await world.aPerson();
  const cookie = await world.cookieOf(anna);
  const stream = await listen(anna, cookie);
  await signOut(world.as(anna), cookie);
  await stream.ended;
});

test('signing out while the stream opens ends it too', async () => {
  const anna = await world.aPerson();
  const cookie = await world.cookieOf(anna);
  let looks = 0;
  const pool = Object.create(world.services.pool) as Services['pool'];
  pool.query = (async (...asked: [never]) => {
    looks += 1;
    if (looks === 2) await signOut(world.as(anna), cookie);
    return world.services.pool.query(...asked);
  }) as never;
  const stream = await open({ cookie }, 'GET', await serve({ ...world.services, pool }));
  expect(stream.status).toBe(200);
  await stream.ended;
});
