import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { homeDoor } from './home-stream.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { signOut } from '#domain/people/sign-in.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let port: number;
let anna: Viewer;
const closing: (() => void)[] = [];

beforeAll(async () => {
  world = await openWorld();
  anna = await world.aPerson({ handle: 'anna' });
  const door = homeDoor(world.services);
  const server = createServer((req, res) => {
    if (!door.open(req, res, new URL(req.url ?? '/', 'http://localhost'))) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  closing.push(() => {
    door.close();
    server.closeAllConnections();
    server.close();
  });
});
afterAll(async () => {
  for (const close of closing) close();
  await world.close();
});

async function ask(headers: Record<string, string>): Promise<IncomingMessage> {
  const sent = request({ port, path: '/live/home', headers }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}

/** An open home page: what it has heard, and when it hears the next. */
async function atHome(cookie: string) {
  const answer = await ask({ cookie });
  let heard = '';
  answer.setEncoding('utf8').on('data', (words: string) => (heard += words));
  const waitFor = async (words: string) => {
    while (!heard.includes(words)) await once(answer, 'data');
  };
  await waitFor('retry:');
  return { answer, waitFor, heard: () => heard };
}

async function write(visibility: 'public' | 'followers') {
  const made = await writePost(world.as(anna), { text: 'Scan day.', visibility });
  expect(made).toHaveProperty('post');
}

test('a home page hears of posts that came home, without a word of them, and no other hears it', async () => {
  const [near, far] = [await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(near), anna.personId);
  const home = await atHome(await world.cookieOf(near));
  const other = await atHome(await world.cookieOf(far));
  await write('followers');
  await home.waitFor('event: news');
  expect(home.heard()).not.toContain('Scan');
  // Whoever hears nothing of this one hears the next that is theirs: the first was not on its way.
  await followPerson(world.as(far), anna.personId);
  const before = other.heard().split('event: news').length;
  await write('public');
  await other.waitFor('event: news');
  expect([before, other.heard().split('event: news').length]).toEqual([1, 2]);
});

test('a guest hears nothing, and a page of another place is turned away', async () => {
  const cookie = await world.cookieOf(anna);
  expect((await ask({})).statusCode).toBe(401);
  expect((await ask({ cookie, origin: 'https://elsewhere.example' })).statusCode).toBe(403);
  expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
});

test('the stream of a home page ends with its session', async () => {
  const kim = await world.aPerson();
  const cookie = await world.cookieOf(kim);
  const home = await atHome(cookie);
  const ended = once(home.answer, 'end');
  await signOut(world.as(kim), cookie);
  await ended;
});
