import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { befriended } from '../makers/friends.ts';
import { pair } from '../makers/reading-model.ts';
import { aTown, step, walk, type Town } from '../makers/town.ts';
import { written } from '../makers/writing.ts';
import { openWorld, type World } from '../world.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { unfriend } from '#domain/connections/friends.server.ts';
import {
  streamingDoor,
  type StreamingDoor,
} from '#protocols/mastodon-api/streaming/door.server.ts';

let world: World;
let door: StreamingDoor;
let port: number;
beforeAll(async () => {
  world = await openWorld({ env: { POCKETFRIENDS_API_LIMIT: '100000' } });
  door = streamingDoor(world.services);
  const server = createServer();
  server.on('upgrade', (req, socket, head) =>
    door.upgrade(req, socket, head, new URL(req.url ?? '/', 'http://localhost')),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  server.unref();
});
afterAll(async () => {
  door.close();
  await world.close();
});

interface Frame {
  event?: string;
  payload?: string;
  error?: string;
}

/** Every stream that somebody may listen to, by one socket. `news` waits for a sign of life, and tells what came before. */
async function listen({ viewer, token }: Town['people'][number]) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/streaming`, [token ?? '']);
  let frames: Frame[] = [];
  socket.on('message', (data) => void frames.push(JSON.parse(String(data)) as Frame));
  await once(socket, 'open');
  for (const stream of ['user', 'user:notification', 'public', 'public:local', 'direct'])
    socket.send(JSON.stringify({ type: 'subscribe', stream }));
  socket.send(JSON.stringify({ type: 'subscribe', stream: 'hashtag', tag: 'town' }));
  socket.send('?');
  await expect.poll(() => frames.at(-1)?.error, { interval: 5 }).toBeTruthy();
  frames = [];
  const news = async () => {
    await world.services.live.publish([{ kind: 'filter', id: viewer.personId }]);
    await expect.poll(() => frames.at(-1)?.event, { interval: 5 }).toBe('filters_changed');
    const heard = frames;
    frames = [];
    return heard;
  };
  return { socket, news };
}

/** Holds what one listener heard in one moment against what they may read in it. */
function check({ model, posts }: Town, at: number, heard: readonly Frame[]): number {
  let told = 0;
  for (const { event, payload = '' } of heard)
    for (const post of posts) {
      if (!payload.includes(post.word)) continue;
      told += 1;
      const quiet = event === 'update' && model.mutes.has(pair(at, post.author));
      const { author, audience } = post;
      if (quiet || !model.mayRead(at, post))
        throw new Error(`${event} tells ${at} of a post of ${author} for ${audience}`);
    }
  return told;
}

test('PRV-08 and PRV-17: whatever people do, no stream tells anybody of a post that is not for them', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 15, maxLength: 35, size: 'max' }),
      async (steps) => {
        const town = await aTown(world);
        const here = town.people.filter(({ token }) => token !== null);
        const ears = await Promise.all(here.map(listen));
        await walk(town, steps, async () => {
          const heard = await Promise.all(ears.map(({ news }) => news()));
          for (const [at, frames] of heard.entries()) told += check(town, at, frames);
        });
        for (const { socket } of ears) socket.terminate();
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
  expect(told).toBeGreaterThan(0);
}, 240_000);

test('PRV-08: a post for friends is heard by a friend, and no more from the moment that the friendship is over', async () => {
  const [ann, ben] = (await aTown(world)).people;
  if (!ann || !ben) throw new Error('Nobody lives in this town.');
  await befriended(world, ann.viewer, ben.viewer);
  const { news, socket } = await listen(ben);
  const told = async () => {
    await written(world, ann.viewer, 'For my friends.', { visibility: 'friends' });
    return (await news()).map(({ event }) => event);
  };
  expect(await told()).toContain('update');
  await unfriend(world.as(ann.viewer), ben.viewer.personId);
  // A follow of one's own does not bring it back.
  await followPerson(world.as(ben.viewer), ann.viewer.personId);
  expect(await told()).toEqual(['filters_changed']);
  socket.terminate();
});
