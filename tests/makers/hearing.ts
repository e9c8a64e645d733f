import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { plain, type Pair, type Twin } from './twins.ts';

const streams = ['user', 'user:notification', 'public', 'public:local', 'direct'];
const theEnd = 'the-end';

/** All that the streams of an app and of a page tell whoever asks, and their device, while something is done. */
export async function listening(
  twin: Twin,
  pair: Pair,
  doing: () => Promise<void>,
): Promise<string[]> {
  const [app, page] = [await appOf(twin, pair), await pageOf(twin, pair)];
  await doing();
  await signsOfLife(twin, pair);
  await expect.poll(() => app.frames.at(-1)).toContain('filters_changed');
  await expect.poll(() => page.text()).toContain(theEnd);
  app.close();
  await page.close();
  twin.seen.push(...app.frames, page.text());
  return [...app.frames, page.text()].map((text) => plain(text, twin)).sort();
}

/** Something to hear on each stream, by the way of the database: what was told before has come before it. */
async function signsOfLife({ world }: Twin, { asker: { personId: id } }: Pair): Promise<void> {
  const wakes = [
    { kind: 'filter', id },
    { kind: 'conversation', id, about: [theEnd] },
  ];
  const payload = JSON.stringify({ from: 'elsewhere', wakes });
  await world.services.pool.query('select pg_notify($1, $2)', ['pocketfriends', payload]);
}

/** Every stream of an app by one socket. */
async function appOf({ site }: Twin, { token }: Pair) {
  const frames: string[] = [];
  const socket = new WebSocket(`${site.origin.replace('http', 'ws')}/api/v1/streaming`, [token]);
  socket.on('message', (data) => void frames.push(String(data)));
  await once(socket, 'open');
  for (const stream of streams) socket.send(JSON.stringify({ type: 'subscribe', stream }));
  socket.send('?');
  // What is asked for is answered in its turn: the complaint about the last says that all are open.
  await expect.poll(() => frames.at(-1)).toContain('error');
  frames.length = 0;
  return { frames, close: () => socket.terminate() };
}

/** The stream of a page with messages. */
async function pageOf({ site }: Twin, { cookie }: Pair) {
  const ended = new AbortController();
  const { signal } = ended;
  const answer = await fetch(`${site.origin}/live/messages`, { headers: { cookie }, signal });
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) text += decoder.decode(part, { stream: true });
  })().catch(() => undefined);
  await expect.poll(() => text).toContain('again');
  return {
    text: () => text,
    close: async () => {
      ended.abort();
      await reading;
    },
  };
}
