import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendTo } from '../tests/rooms/house-walk.ts';
import { freePort, openWorldWithSite, type ServedWorld } from '../tests/site.ts';
import { frontLimits, openFront } from './front.server.ts';

const most = 8;
/** Limits that a test can wait for. */
const short = {
  ...frontLimits,
  ...{ headersTimeout: 400, requestTimeout: 800, keepAliveTimeout: 300 },
  connectionsCheckingInterval: 50,
};
let world: ServedWorld;
let front: Served;

interface Served {
  origin: string;
  close(): Promise<void>;
}

/** The house's real front once more, with limits of its own. */
async function serve(limits: typeof frontLimits): Promise<Served> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const config = { ...world.services.config, port, origin, connections: most };
  return { origin, close: (await openFront({ ...world.services, config }, limits)).close };
}

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  front = await serve(short);
});
afterAll(async () => {
  await front.close();
  await world.close();
});

/** A connection that says what it is told to say; `heard` is all that came until it was closed. */
async function aSocket(said: string, { origin } = front) {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.on('error', () => undefined);
  const heard = new Promise<string>((done) => {
    socket.on('close', () => done(Buffer.concat(parts).toString()));
  });
  await new Promise((done) => socket.once('connect', done));
  socket.write(said);
  return { socket, heard };
}

/** Goes on saying one byte after the other, as somebody does who wants to hold the house up. */
function drip(socket: Socket, byte: string): () => void {
  const timer = setInterval(() => socket.writable && socket.write(byte), 40);
  socket.on('close', () => clearInterval(timer));
  return () => clearInterval(timer);
}

const head = (line: string, { origin } = front) =>
  `${line} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\n`;
const honest = async ({ origin } = front) => (await sendTo(origin, '/health/live')).status;

/** Three who are slow in the same way, each beginning with the same words. */
async function slowOnes(said: (site: Served) => string, site = front) {
  const slow = await Promise.all([1, 2, 3].map(() => aSocket(said(site), site)));
  for (const { socket } of slow) drip(socket, 'a');
  return slow;
}

/** The house with its own patience, so that the slow ones are all still there when another is answered. */
async function servesMeanwhile(said: (site: Served) => string): Promise<void> {
  const patient = await serve(frontLimits);
  const slow = await slowOnes(said, patient);
  expect(await honest(patient)).toBe(200);
  expect(slow.map(({ socket }) => socket.readyState)).toEqual(['open', 'open', 'open']);
  for (const { socket } of slow) socket.destroy();
  await patient.close();
}

const slowHead = (site: Served) => `${head('GET /', site)}X-Slow: `;
const slowBody = (site: Served) =>
  `${head('POST /sign-in', site)}Origin: ${site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n`;

test('DOS-18: headers that come a byte at a time are ended, and others are served meanwhile', async () => {
  await servesMeanwhile(slowHead);
  const slow = await slowOnes(slowHead);
  for (const { heard } of slow) expect(await heard).toMatch(/^HTTP\/1\.1 408 /);
});

test('DOS-18: a body that comes a byte at a time is ended, and others are served meanwhile', async () => {
  await servesMeanwhile(slowBody);
  const slow = await slowOnes(slowBody);
  for (const { heard } of slow) expect(await heard).not.toMatch(/^HTTP\/1\.1 [23]/);
});

test('DOS-18: a connection that asks for nothing more is closed', async () => {
  const idle = await aSocket(`${head('GET /health/live')}\r\n`);
  expect(await idle.heard).toMatch(/^HTTP\/1\.1 200 /);
});

test('DOS-18: over the most connections people read that it is full, further ones are closed', async () => {
  const full = await serve({ ...frontLimits, toldFull: 1 });
  // Under way for fifteen seconds: none of them is idle.
  const held = await Promise.all(
    Array.from({ length: most }, () => aSocket(head('GET /', full), full)),
  );
  const told = await aSocket('', full);
  const shut = await aSocket(`${head('GET /health/live', full)}\r\n`, full);
  expect(await shut.heard).toBe('');
  told.socket.write(`${head('GET /health/live', full)}\r\n`);
  expect(await told.heard).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 10[^]*Please try again/i);
  for (const { socket } of held) socket.destroy();
  await Promise.all(held.map(({ heard }) => heard));
  await expect.poll(() => honest(full)).toBe(200);
  await full.close();
});

test('DOS-18: the house itself waits for headers 15 s, for a request 120 s, for another one 10 s', () => {
  const { headersTimeout, requestTimeout, keepAliveTimeout } = frontLimits;
  expect([headersTimeout, requestTimeout, keepAliveTimeout]).toEqual([15_000, 120_000, 10_000]);
  expect(frontLimits.maxHeaderSize).toBe(16_384);
  // The most that the operator's page says when nothing else is set.
  expect(world.services.config.connections).toBe(5000);
});
