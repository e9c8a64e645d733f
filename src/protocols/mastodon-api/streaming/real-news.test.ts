import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../../../../tests/makers/app-calls.ts';
import { aToken } from '../../../../tests/makers/app.ts';
import { written } from '../../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../../tests/world.ts';
import { streamingDoor, type StreamingDoor } from './door.server.ts';
import { takeBack } from '#domain/apps/grants.server.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson, unfollowPerson } from '#domain/connections/follows.server.ts';
import { announceToAll, endAnnouncement } from '#domain/house/announcements.server.ts';
import { boostPost, unboostPost } from '#domain/posts/boosts.server.ts';
import { deletePost } from '#domain/posts/publish.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let door: StreamingDoor;
let call: AppCall;
let port: number;
let ann: Viewer;
let ben: Viewer;
const sockets: WebSocket[] = [];
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
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
beforeEach(async () => void ([ann, ben] = [await world.aPerson(), await world.aPerson()]));
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  door.close();
  await world.close();
});

interface Frame {
  stream: string[];
  event: string;
  payload: string;
  error?: string;
}

/** Listens as somebody; `said` waits until a sign of life has come through, and tells what came before. */
async function listen(who: Viewer, ...streams: string[]) {
  const token = await aToken(world, who, ['read', 'write']);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/streaming`, [token]);
  sockets.push(socket);
  const frames: Frame[] = [];
  socket.on('message', (data) => void frames.push(JSON.parse(String(data)) as Frame));
  await once(socket, 'open');
  for (const stream of ['user', ...streams]) {
    const [name, tag] = stream.split(' ');
    socket.send(JSON.stringify({ type: 'subscribe', stream: name, tag, list: tag }));
  }
  socket.send('?');
  await expect.poll(() => frames.at(-1)?.error).toBe('The message could not be read');
  const said = async () => {
    await world.services.live.publish([{ kind: 'filter', id: who.personId }]);
    await expect.poll(() => frames.at(-1)?.event).toBe('filters_changed');
    return frames
      .splice(0)
      .slice(0, -1)
      .filter(({ event }) => event);
  };
  frames.length = 0;
  return { said, token, socket };
}

const eventsOf = (frames: Frame[]) => frames.map(({ stream, event }) => `${stream[0]} ${event}`);

test('a follower hears of a post at once, as the other answers have it, and of its end', async () => {
  await followPerson(world.as(ben), ann.personId);
  const { said, token } = await listen(ben, 'public:local', 'hashtag Rest');
  const id = await written(world, ann, 'News about #rest.', { visibility: 'public' });
  const frames = await said();
  expect(eventsOf(frames)).toEqual(['user update', 'public:local update', 'hashtag update']);
  const [{ payload = '' } = {}] = frames;
  const { body } = await call(`GET /api/v1/statuses/${id}`, { token });
  if (body.id) expect(JSON.parse(payload)).toEqual(body);
  expect(JSON.parse(payload)).toMatchObject({ id, account: { username: ann.handle } });
  await inTransaction(world.as(ann), (tx) => deletePost(tx, id));
  expect((await said()).map(({ event, payload: said }) => [event, said])).toEqual([
    ['delete', id],
    ['delete', id],
    ['delete', id],
  ]);
});

test('PRV-08, PRV-17: what is for others comes over no stream: followers’, direct, answers to others', async () => {
  const cleo = await world.aPerson();
  await world.services.pool.query('update person set locked = true where id = $1', [ann.personId]);
  await followPerson(world.as(ben), ann.personId);
  const { said } = await listen(ben, 'public', 'direct');
  await written(world, ann, 'For followers.', { visibility: 'followers' });
  await written(world, ann, `For @${cleo.handle}.`, { visibility: 'direct' });
  const other = await written(world, cleo, 'Something.', { visibility: 'unlisted' });
  await written(world, ann, 'An answer.', { inReplyTo: other });
  expect(eventsOf(await said())).toEqual([]);
});

test('PRV-09: after an unfollow, a block or a mute an open stream tells nothing of them', async () => {
  const cleo = await world.aPerson();
  for (const who of [ann, cleo]) await followPerson(world.as(ben), who.personId);
  const { said } = await listen(ben, 'public');
  await unfollowPerson(world.as(ben), ann.personId);
  await written(world, ann, 'Quietly.', { visibility: 'unlisted' });
  expect(eventsOf(await said())).toEqual([]);
  await blockPerson(world.as(ann), ben.personId);
  await mutePerson(world.as(ben), cleo.personId);
  await written(world, ann, 'Loudly.');
  await written(world, cleo, `Loudly, @${ben.handle}.`);
  expect(eventsOf(await said())).toEqual([]);
});

test('PRV-09: whom an author blocked hears nothing of the end of a post either, nor of a boost of it', async () => {
  const [cleo, dora] = [await world.aPerson(), await world.aPerson()];
  for (const who of [ben, cleo]) await followPerson(world.as(who), dora.personId);
  await blockPerson(world.as(ann), ben.personId);
  const [apart, other] = [await listen(ben, 'public'), await listen(cleo, 'public')];
  const id = await written(world, ann, 'Not for Ben.');
  await boostPost(world.as(dora), { id });
  await unboostPost(world.as(dora), id);
  await boostPost(world.as(dora), { id });
  await inTransaction(world.as(ann), (tx) => deletePost(tx, id));
  const heard = await other.said();
  expect(heard.filter(({ event }) => event === 'delete').length).toBeGreaterThan(2);
  expect(await apart.said()).toEqual([]);
});

test('NTF-05: a mention is told as a notification; a stranger’s direct message is not', async () => {
  const { said } = await listen(ben, 'user:notification');
  await written(world, ann, `Psst @${ben.handle}`, { visibility: 'direct' });
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select id::text as id from notification where person_id = $1 and filtered',
    [ben.personId],
  );
  const about = rows.map(({ id }) => id);
  expect(about.length).toBe(1);
  // Also when it is named by mistake.
  await world.services.live.publish([{ kind: 'notification', id: ben.personId, about }]);
  expect(eventsOf(await said())).toEqual([]);
  await written(world, ann, `Hello @${ben.handle}`);
  const frames = await said();
  expect(eventsOf(frames)).toEqual(['user notification', 'user:notification notification']);
  expect(JSON.parse(frames[0]?.payload ?? '{}')).toMatchObject({
    type: 'mention',
    account: { username: ann.handle },
    status: { visibility: 'public' },
  });
});

test('PRV-20: a list tells its owner of those on it, and nobody else can listen to it', async () => {
  await followPerson(world.as(ben), ann.personId);
  const { rows } = await world.services.pool.query<{ id: string }>(
    `insert into list (person_id, title) values ($1, 'Close') returning id::text`,
    [ben.personId],
  );
  const listId = rows[0]?.id ?? '';
  await world.services.pool.query('insert into list_member values ($1, $2)', [
    listId,
    ann.personId,
  ]);
  const own = await listen(ben, `list ${listId}`);
  const foreign = await listen(await world.aPerson(), `list ${listId}`);
  await written(world, ann, 'For whoever is close.');
  const frames = await own.said();
  expect(frames.map(({ stream }) => stream)).toEqual([['user'], ['list', listId]]);
  expect(eventsOf(await foreign.said())).toEqual([]);
});

test('what everybody is told comes at once, and is taken back when it is over', async () => {
  const operator = world.as(await world.aPerson({ operator: true }));
  const { said } = await listen(ben);
  const words = { text: 'Cake at noon.', starts: null, ends: null };
  const made = await announceToAll(operator, words);
  const id = 'id' in made ? made.id : '';
  await endAnnouncement(operator, id);
  const frames = await said();
  expect(frames.at(-1)).toMatchObject({ event: 'announcement.delete', payload: id });
  expect(frames.length).toBe(2);
});

test('PRV-08: a message comes to its people as a conversation, and to nobody else; what waits comes to nobody', async () => {
  const cleo = await world.aPerson();
  await followPerson(world.as(ben), ann.personId);
  const [mine, theirs] = [await listen(ben, 'direct'), await listen(cleo, 'direct')];
  await written(world, ann, `@${ben.handle} how was it?`, { visibility: 'direct' });
  await written(world, ann, `@${cleo.handle} we do not know each other`, { visibility: 'direct' });
  const heard = (await mine.said()).filter(({ event }) => event === 'conversation');
  expect(heard.map(({ stream }) => stream)).toEqual([['direct']]);
  expect(JSON.parse(heard[0]?.payload ?? '{}')).toMatchObject({ unread: true });
  expect((await theirs.said()).map(({ event }) => event)).toEqual([]);
});

test('OAU-09: an app whose leave is taken back hears no more, however lately its token was looked at', async () => {
  const { socket, token } = await listen(ben);
  expect((await call('GET /api/v1/notifications', { token })).status).toBe(200);
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select app_id::text as id from oauth_token where person_id = $1',
    [ben.personId],
  );
  const closed = once(socket, 'close');
  await takeBack(world.as(ben), rows[0]?.id ?? '');
  expect((await closed)[0]).toBe(1008);
});

test('whose posts stand in an exclusive list alone come over the list’s stream alone', async () => {
  await followPerson(world.as(ben), ann.personId);
  const { rows } = await world.services.pool.query<{ id: string }>(
    `insert into list (person_id, title, exclusive) values ($1, 'Apart', true) returning id::text`,
    [ben.personId],
  );
  const listId = rows[0]?.id ?? '';
  await world.services.pool.query('insert into list_member values ($1, $2)', [
    listId,
    ann.personId,
  ]);
  const { said } = await listen(ben, `list ${listId}`);
  await written(world, ann, 'Apart.');
  expect(eventsOf(await said())).toEqual(['list update']);
});
