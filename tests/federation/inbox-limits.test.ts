import { once } from 'node:events';
import { connect } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { inboxOf, naming, openStreet, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { longestHold } from '../makers/own-cpu.ts';

let street: Street;
let bob: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  await street.a.aPerson({ handle: 'pat' });
  inbox = inboxOf(street.a, 'pat');
  bob = await street.p1.aPerson('bob');
  await says('Good morning.');
});
afterAll(() => street.close());

function says(content: string, more: object = {}) {
  const { p1, a } = street;
  const note = p1.aNote(bob, content, { ...naming(a, 'pat'), ...more });
  return p1.say(bob, inbox, about('Create', bob, note, p1.newId()));
}
const newest = async () => (await holds(street.a)).posts.at(-1);

/** Sends a body without end on a connection of its own: what was answered, and how much of it was taken. */
async function pours(head: string[]): Promise<{ answer: string; sent: number }> {
  const socket = connect({ host: '127.0.0.1', port: street.town.port, servername: 'a.test' });
  await once(socket, 'secureConnect');
  let answer = '';
  let sent = 0;
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write(`POST /users/pat/inbox HTTP/1.1\r\nhost: a.test\r\n${head.join('\r\n')}\r\n\r\n`);
  const chunked = head.some((line) => line.startsWith('transfer-encoding'));
  const part = chunked ? `10000\r\n${' '.repeat(65536)}\r\n` : ' '.repeat(65536);
  const most = 64 * 1024 * 1024;
  const pour = () => {
    while (sent < most && !socket.destroyed && !answer) {
      sent += part.length;
      if (!socket.write(part)) return void socket.once('drain', pour);
    }
    socket.end();
  };
  pour();
  await closed;
  return { answer, sent };
}

test('DOS-01: a letter of two hundred megabytes is refused before it is read', async () => {
  const type = 'content-type: application/activity+json';
  const signed = ['signature: keyId="https://p1.test/users/bob#main-key"', 'digest: SHA-256=x'];
  const before = process.memoryUsage().rss;
  const long = await pours([type, 'content-length: 200000000']);
  const chunked = await pours([type, 'transfer-encoding: chunked']);
  const claimed = await pours([type, 'transfer-encoding: chunked', ...signed]);
  expect([long, chunked, claimed].map(({ answer }) => answer.slice(9, 12))).toEqual([
    '413',
    '401',
    '413',
  ]);
  // What the sockets on the way hold counts as sent as well.
  for (const { sent } of [long, chunked, claimed]) expect(sent).toBeLessThan(24 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

test('DOS-01: a packed letter is not unpacked, and one just within what is allowed is read', async () => {
  const body = gzipSync('{"type":"Create"}');
  const headers = {
    ...{ 'content-type': 'application/activity+json', 'content-encoding': 'gzip' },
    ...{ signature: 'keyId="https://p1.test/users/bob#main-key"', digest: 'SHA-256=x' },
  };
  const packed = await ask(street.town, inbox, { method: 'POST', body, headers });
  expect(packed.status).toBeGreaterThanOrEqual(400);
  expect(packed.status).toBeLessThan(500);
  expect(await says('Long.', { more: ' '.repeat(900 * 1024) })).toMatchObject({ status: 202 });
  expect(await newest()).toBe('bob@p1.test: Long.');
});

test('DOS-11, DOS-16: tangled words hold nobody up, and are kept as words or not at all', async () => {
  const tangled = [
    `${'<span>'.repeat(60_000)}deep${'</span>'.repeat(60_000)}`,
    '<a '.repeat(200_000),
    `${'<a href="https://x.test">'.repeat(30_000)}links`,
    `${'<math><annotation-xml encoding="text/html"><svg></p><style>'.repeat(10_000)}x`,
    `<p title="${'"'.repeat(300_000)}`,
    '&'.repeat(500_000),
  ];
  for (const content of tangled) {
    const held = await longestHold(async () => {
      expect((await says(content)).status).toBeLessThan(500);
      await holds(street.a);
    });
    expect(held).toBeLessThan(250);
  }
  const { rows } = await street.a.services.pool.query<{ html: string }>('select html from post');
  for (const { html } of rows)
    expect(html).not.toMatch(/<(?!\/?(?:p|br|a|ul|ol|li|blockquote|pre|code|em|strong|b|i|del)\b)/);
  await says('<p>Untangled.</p>');
  expect(await newest()).toBe('bob@p1.test: Untangled.');
});

test('DOS-09: a thread without end is fetched a few steps up, and nobody whom it names', async () => {
  const { p1 } = street;
  const idOf = (n: number) => `${p1.origin}/thread/${n}`;
  for (let n = 0; n < 60; n += 1) {
    const tag = Array.from({ length: 50 }, (_, m) => ({
      ...{ type: 'Mention', href: `${p1.origin}/users/named_${n}_${m}` },
    }));
    const note = p1.aNote(bob, `Step ${n}.`, { tag, inReplyTo: idOf(n + 1) });
    p1.serve(idOf(n), { ...p1.served(note.id), id: idOf(n) });
  }
  const before = p1.asked.length;
  await says('At the end.', { inReplyTo: idOf(0) });
  expect(await newest()).toBe('bob@p1.test: At the end.');
  const asked = p1.asked.slice(before);
  expect(asked.length).toBeLessThanOrEqual(50);
  expect(asked.filter((one) => one.includes('named_'))).toEqual([]);
  expect(asked.filter((one) => one.includes('/thread/'))).toHaveLength(8);
});

test('DOS-08: collections that lead to themselves, to each other or to us are not followed', async () => {
  const { p1, a } = street;
  const page = (n: number) => `${p1.origin}/pages/${n}`;
  for (let n = 0; n < 3; n += 1)
    p1.serve(page(n), {
      ...{ id: page(n), type: 'OrderedCollectionPage', next: page(n === 2 ? 2 : (n + 1) % 2) },
      orderedItems: [`${a.origin}/users/pat`, page(n)],
    });
  const collections = {
    outbox: page(0),
    featured: page(1),
    followers: page(2),
    following: page(0),
  };
  const ring = await p1.aPerson('ring', collections);
  const before = p1.asked.length;
  const replies = { id: page(0), type: 'Collection', first: page(0) };
  const note = p1.aNote(ring, 'Round.', { ...naming(a, 'pat'), replies, context: page(1) });
  await p1.say(ring, inbox, about('Create', ring, note, p1.newId()));
  expect(await newest()).toBe('ring@p1.test: Round.');
  expect(
    p1.asked.slice(before).filter((one) => one.includes('/pages/')).length,
  ).toBeLessThanOrEqual(10);
});
