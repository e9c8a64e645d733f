import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aChat, answered, putInState, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { liveDoor, type LiveDoor } from './chat-stream.server.ts';
import { deleteAnswer } from '#domain/club/answers.server.ts';
import type { ChatChange } from '#domain/club/chat-view.ts';
import { sayHere } from '#domain/club/presence.server.ts';
import { openServices, type Services } from '#platform/services.server.ts';
import { usualBounds, type StreamBounds } from '#platform/sse.server.ts';

let world: World;
let other: Services;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-22T12:06:00Z' });
  const { rows } = await world.services.pool.query<{ name: string }>(
    'select current_database() as name',
  );
  const options = world.services.pool.options;
  const connection = options.connectionString
    ? { connectionString: options.connectionString }
    : {
        host: String(options.host),
        port: Number(options.port),
        user: String(options.user),
        database: String(rows[0]?.name),
      };
  other = await openServices(world.services.config, connection, {
    clock: world.clock,
    log: world.services.log,
  });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await other.close();
  await world.close();
});

interface Served {
  port: number;
  door: LiveDoor;
  server: Server;
}

/** A process's live door on a real port. */
async function serve(
  services: Services = world.services,
  bounds: Partial<StreamBounds> = {},
): Promise<Served> {
  const door = liveDoor(services, { ...usualBounds, ...bounds });
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
  return { port: (server.address() as AddressInfo).port, door, server };
}

interface Event {
  id: string | undefined;
  name: string | undefined;
  change: ChatChange;
}

/** A reader on a real socket; `next` waits for the next event. */
async function read(
  { port }: Served,
  chat: Pick<Chat, 'monthId'>,
  from: { since?: number; last?: number } = {},
) {
  const path = `/live/chat/${chat.monthId}${from.since === undefined ? '' : `?since=${from.since}`}`;
  const headers = from.last === undefined ? {} : { 'last-event-id': String(from.last) };
  const asked = request({ port, path, headers, agent: false });
  asked.end();
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  asked.on('error', () => undefined);
  closing.push(() => asked.destroy());
  res.setEncoding('utf8').on('error', () => undefined);
  const events: Event[] = [];
  let waiting: ((event: Event) => void) | undefined;
  let rest = '';
  let retry = 0;
  res.on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
      retry = Number(field('retry') ?? retry);
      const data = field('data');
      if (data === undefined) continue;
      const event = {
        id: field('id'),
        name: field('event'),
        change: JSON.parse(data) as ChatChange,
      };
      if (waiting) waiting(event);
      else events.push(event);
      waiting = undefined;
    }
  });
  return {
    status: res.statusCode,
    next: () => {
      const ready = events.shift();
      return ready ? Promise.resolve(ready) : new Promise<Event>((done) => (waiting = done));
    },
    retry: () => retry,
    ended: new Promise((done) => res.once('close', done)),
    leave: () => asked.destroy(),
  };
}

const numbers = ({ change }: Event) => change.lines.map(({ number }) => number);

test('a reader hears an answer by itself, with the revision to come back to', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const reader = await read(served, chat, { since: 0 });
  expect(await reader.next()).toMatchObject({ id: '0', change: { lines: [] } });
  await answered(world.as(await world.aPatient()), chat, 'Hello');
  const event = await reader.next();
  expect([event.id, numbers(event)]).toEqual(['1', [1]]);
  expect(reader.retry()).toBeGreaterThanOrEqual(2000);
});

test('a reader who comes back hears what was said and taken back meanwhile', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const anna = world.as(await world.aPatient());
  const { id } = await answered(anna, chat, 'One');
  await answered(anna, chat, 'Two');
  await deleteAnswer(anna, id);
  const reader = await read(served, chat, { since: 0, last: 2 });
  const event = await reader.next();
  expect([event.id, event.change.lines]).toMatchObject([
    '3',
    [{ number: 1, gone: 'removed', html: null }],
  ]);
});

test('many changes at once are told together, and none is left out', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const people = await Promise.all(Array.from({ length: 8 }, () => world.aPatient()));
  const reader = await read(served, chat, { since: 0 });
  await reader.next();
  await Promise.all(
    Array.from({ length: 64 }, (_, n) =>
      answered(world.as(people[n % 8] ?? null), chat, `Line ${n}`),
    ),
  );
  const heard: number[] = [];
  let events = 0;
  while (!heard.includes(64)) {
    heard.push(...numbers(await reader.next()));
    events += 1;
  }
  expect([...new Set(heard)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 64 }, (_, n) => n + 1),
  );
  expect(events).toBeLessThan(10);
});

test('readers who join while the chat runs miss nothing, wherever they come in', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const anna = world.as(await world.aPatient());
  const readers = [];
  for (let n = 1; n <= 15; n += 1) {
    const joining = read(served, chat, { since: n - 1 });
    await answered(anna, chat, `Line ${n}`);
    readers.push({ from: n, reader: await joining });
  }
  for (const { from, reader } of readers) {
    const heard = new Set<number>();
    while (!heard.has(15)) for (const number of numbers(await reader.next())) heard.add(number);
    const missed = Array.from({ length: 16 - from }, (_, n) => from + n).filter(
      (n) => !heard.has(n),
    );
    expect([from, missed]).toEqual([from, []]);
  }
});

test('a first reader who joins in the very moment of an answer hears it', async () => {
  const served = await serve();
  const anna = world.as(await world.aPatient());
  for (let n = 0; n < 12; n += 1) {
    const chat = await aChat(world);
    const [reader] = await Promise.all([
      read(served, chat, { since: 0 }),
      answered(anna, chat, 'Now'),
    ]);
    while (!numbers(await reader.next()).includes(1));
    reader.leave();
  }
});

test('an answer given through one process is heard by the readers of another', async () => {
  const [here, there] = [await serve(), await serve(other)];
  const chat = await aChat(world);
  const readers = [await read(here, chat, { since: 0 }), await read(there, chat, { since: 0 })];
  for (const reader of readers) await reader.next();
  await answered(world.as(await world.aPatient()), chat, 'Here');
  await answered({ ...other, viewer: await world.aRadiographer() }, chat, 'There');
  for (const reader of readers) {
    const heard = new Set<number>();
    while (heard.size < 2) for (const number of numbers(await reader.next())) heard.add(number);
    expect(heard).toEqual(new Set([1, 2]));
  }
});

test('the number of people who are here is told although no line changed', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const reader = await read(served, chat, { since: 0 });
  await reader.next();
  await sayHere(world.as(await world.aPatient()), chat.monthId);
  expect((await reader.next()).change.head.people).toBe(1);
});

test('a reader who does not read is cut, and nobody waits for them', async () => {
  const served = await serve(world.services, { waiting: 16 * 1024 });
  const chat = await aChat(world);
  const stuck: Socket = connect(served.port, '127.0.0.1');
  stuck.on('error', () => undefined);
  closing.push(() => stuck.destroy());
  stuck.write(`GET /live/chat/${chat.monthId}?since=0 HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  await once(stuck, 'readable');
  stuck.pause();
  const reader = await read(served, chat, { since: 0 });
  await reader.next();
  const people = await Promise.all(Array.from({ length: 10 }, () => world.aPatient()));
  const count = () =>
    new Promise<number>((done) => served.server.getConnections((_, n) => done(n)));
  let last = 0;
  for (let n = 0; (await count()) > 1 && n < 600; n += 1) {
    if (n % 100 === 0) world.clock.turnBy(60_000);
    await answered(world.as(people[n % 10] ?? null), chat, '🙂'.repeat(5000));
    last = n + 1;
  }
  expect(await count()).toBe(1);
  for (let heard = 0; heard < last;) heard = Math.max(heard, ...numbers(await reader.next()));
}, 60_000);

test('one address may hold so many streams, and the process so many', async () => {
  const chat = await aChat(world);
  const narrow = await serve(world.services, { perAddress: 2 });
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await read(narrow, chat)).status);
  expect(statuses).toEqual([200, 200, 429]);
  const full = await serve(world.services, { total: 1 });
  const first = await read(full, chat);
  expect((await read(full, chat)).status).toBe(503);
  first.leave();
  await first.ended;
  await expect.poll(async () => (await read(full, chat)).status).toBe(200);
});

test('a draft is as absent as a month that never was', async () => {
  const [served, draft] = [await serve(), await aChat(world, { state: 'draft' })];
  expect((await read(served, draft)).status).toBe(404);
  expect((await read(served, { monthId: '123456789' })).status).toBe(404);
  expect((await read(served, { monthId: '1/x' })).status).toBe(418);
});

test('when a month is taken back its readers are sent away', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const reader = await read(served, chat, { since: 0 });
  await reader.next();
  await putInState(world, chat, 'draft');
  await world.services.live.publish([{ kind: 'chat', id: chat.monthId }]);
  expect((await reader.next()).name).toBe('gone');
  await reader.ended;
});

test('closing the house ends every stream', async () => {
  const [served, chat] = [await serve(), await aChat(world)];
  const reader = await read(served, chat);
  await reader.next();
  served.door.close();
  await reader.ended;
});

test('five hundred who come back at once cost one look each at what they missed, not five hundred', async () => {
  const [served, chat] = [await serve(world.services, { perAddress: 600 }), await aChat(world)];
  await answered(world.as(await world.aPatient()), chat, 'Hello');
  let reads = 0;
  const real = world.services.pool.query.bind(world.services.pool);
  const counting = (...all: Parameters<typeof real>) => {
    reads += JSON.stringify(all[0]).includes('chat-top') ? 1 : 0;
    return real(...all);
  };
  world.services.pool.query = counting as typeof real;
  try {
    const readers = await Promise.all(
      Array.from({ length: 500 }, () => read(served, chat, { last: 0 })),
    );
    for (const reader of readers) expect(numbers(await reader.next())).toEqual([1]);
  } finally {
    world.services.pool.query = real;
  }
  expect(reads).toBeLessThan(5);
});
