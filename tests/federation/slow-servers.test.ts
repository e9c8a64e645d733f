import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { inboxOf, naming, openStreet, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { activityJson } from './wire.ts';

let street: Street;
let carol: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  await street.a.aPerson({ handle: 'pat' });
  inbox = inboxOf(street.a, 'pat');
  carol = await street.p2.aPerson('carol');
  expect(await says(carol, 'Good morning.')).toMatchObject({ status: 202 });
});
afterAll(() => street.close());

function says(by: StrangePerson, words: string) {
  const home = by.uri.startsWith(street.p2.origin) ? street.p2 : street.p1;
  const note = home.aNote(by, words, naming(street.a, 'pat'));
  return home.say(by, inbox, about('Create', by, note, home.newId(), { to: [everybody] }));
}

async function timed<T>(what: Promise<T>): Promise<{ ms: number; answered: T }> {
  const begun = performance.now();
  const answered = await what;
  return { ms: performance.now() - begun, answered };
}

const newest = async () => (await holds(street.a)).posts.at(-1);

test('APS-21: whose server is away for a moment is asked to come again, and is heard then', async () => {
  const { p1, town } = street;
  const bob = await p1.aPerson('bob');
  const document = p1.served(bob.uri);
  p1.serve(bob.uri, (_, res) => res.writeHead(500).end());
  const first = await says(bob, 'Am I heard?');
  expect(first).toMatchObject({ status: 503 });
  expect(first.headers['retry-after']).toMatch(/^\d+$/);
  const port = p1.port;
  town.lead('p1.test');
  expect(await says(bob, 'Am I heard?')).toMatchObject({ status: 503 });
  town.lead('p1.test', port);
  p1.serve(bob.uri, document);
  expect(await says(bob, 'I am heard.')).toMatchObject({ status: 202 });
  expect(await newest()).toBe('bob@p1.test: I am heard.');
});

test('DOS-04: a server that never shows a key is not waited for, and holds up nobody else', async () => {
  const silent = await street.p1.aPerson('silent');
  street.p1.serve(silent.uri, () => {});
  const waiting = Array.from({ length: 50 }, (_, n) => timed(says(silent, `Hello ${n}?`)));
  const others = [];
  for (let n = 0; n < 20; n += 1) others.push(await timed(says(carol, `Meanwhile ${n}.`)));
  const waited = await Promise.all(waiting);
  expect(new Set(waited.map(({ answered }) => answered.status))).toEqual(new Set([503]));
  expect(Math.max(...waited.map(({ ms }) => ms))).toBeLessThan(10_000);
  expect(new Set(others.map(({ answered }) => answered.status))).toEqual(new Set([202]));
  expect(others.map(({ ms }) => ms).toSorted((a, b) => a - b)[18]).toBeLessThan(1000);
  expect(await newest()).toBe('carol@p2.test: Meanwhile 19.');
});

test('DOS-05: a key that comes byte by byte has one time for all of it', async () => {
  const { p1 } = street;
  const drip = await p1.aPerson('drip');
  const text = JSON.stringify(p1.served(drip.uri));
  const timers: NodeJS.Timeout[] = [];
  p1.serve(drip.uri, (_, res) => {
    let at = 0;
    res.writeHead(200, { 'content-type': activityJson });
    timers.push(setInterval(() => res.write(text[(at += 1)] ?? ' '), 100));
  });
  const { ms, answered } = await timed(says(drip, 'S l o w l y.'));
  for (const timer of timers) clearInterval(timer);
  expect(answered).toMatchObject({ status: 503 });
  expect(ms).toBeLessThan(12_000);
  expect(await says(carol, 'Quickly.')).toMatchObject({ status: 202 });
});

/** Writes without end, and counts what was taken. */
function endless(res: ServerResponse, taken: { bytes: number }): void {
  const part = Buffer.alloc(64 * 1024, ' ');
  const more = () => {
    while (res.write(part)) taken.bytes += part.length;
    taken.bytes += part.length;
  };
  res.writeHead(200, { 'content-type': activityJson });
  res.on('drain', more).on('error', () => {});
  more();
}

test('DOS-06: a person, a name and a post without end are read as far as one may be long', async () => {
  const { p1, a } = street;
  const taken = { bytes: 0 };
  const big = await p1.aPerson('big');
  p1.serve(big.uri, (_, res) => endless(res, taken));
  expect((await says(big, 'I am big.')).status).toBeGreaterThanOrEqual(400);
  const finger = `${p1.origin}/.well-known/webfinger?resource=${encodeURIComponent('acct:big@p1.test')}`;
  p1.serve(finger, (_, res) => endless(res, taken));
  const pat = a.as(await a.aPerson({ handle: 'reader' }));
  expect(await a.services.elsewhere(pat, '@big@p1.test')).toBeUndefined();
  p1.serve(`${p1.origin}/notes/big`, (_, res) => endless(res, taken));
  expect(await a.services.elsewhere(pat, `${p1.origin}/notes/big`)).toBeUndefined();
  // What the sockets on the way hold counts as taken as well.
  expect(taken.bytes).toBeLessThan(40 * 1024 * 1024);
  p1.serve(`${p1.origin}/notes/long`, (_, res) => {
    res.writeHead(200, { 'content-type': activityJson, 'content-length': 300_000_000 }).write('{');
  });
  expect(await a.services.elsewhere(pat, `${p1.origin}/notes/long`)).toBeUndefined();
});

test('DOS-07: what is small on the way and huge when it is unpacked is left packed', async () => {
  const { p1, a } = street;
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  p1.serve(`${p1.origin}/notes/bomb`, (_, res) =>
    res.writeHead(200, { 'content-type': activityJson, 'content-encoding': 'gzip' }).end(bomb),
  );
  const pat = a.as(await a.aPerson({ handle: 'unpacker' }));
  const before = process.memoryUsage().rss;
  expect(await a.services.elsewhere(pat, `${p1.origin}/notes/bomb`)).toBeUndefined();
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  const packed = await p1.aPerson('packed');
  const honest = gzipSync(JSON.stringify(p1.served(packed.uri)));
  p1.serve(packed.uri, (_, res) =>
    res.writeHead(200, { 'content-type': activityJson, 'content-encoding': 'gzip' }).end(honest),
  );
  expect(await says(packed, 'I am packed.')).toMatchObject({ status: 202 });
});

test('DOS-10: whoever is led round in a circle leaves it after five steps', async () => {
  const { p1 } = street;
  const round = await p1.aPerson('round');
  const document = p1.served(round.uri);
  p1.serve(round.uri, (_, res) => res.writeHead(302, { location: round.uri }).end());
  const asked = () => p1.asked.filter((one) => one === 'GET /users/round').length;
  expect((await says(round, 'Round and round.')).status).toBeGreaterThanOrEqual(400);
  expect(asked()).toBeLessThanOrEqual(6);
  for (let n = 30; n > 0; n -= 1)
    p1.serve(`${p1.origin}/hop/${n}`, (_, res) =>
      res.writeHead(302, { location: n > 1 ? `/hop/${n - 1}` : round.uri }).end(),
    );
  p1.serve(round.uri, document);
  const pat = street.a.as(await street.a.aPerson({ handle: 'walker' }));
  expect(await street.a.services.elsewhere(pat, `${p1.origin}/hop/30`)).toBeUndefined();
  expect(p1.asked.filter((one) => one.includes('/hop/')).length).toBeLessThanOrEqual(6);
  expect(await street.a.services.elsewhere(pat, `${p1.origin}/hop/2`)).toHaveProperty('personId');
});
