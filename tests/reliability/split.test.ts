import { beforeAll, expect, test } from 'vitest';
import { addVisitors, openChat, openPlace, testServer } from './place.ts';
import { startProduct, type Product } from './product.ts';
import { postAnswer } from './writers.ts';
import { freePort } from '../site.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

beforeAll(() => buildWhenChanged(process.execPath));

test.skipIf(!testServer)('two web processes and a worker on one server hold one chat', async () => {
  const place = await openPlace();
  const port = await freePort();
  const second = { PORT: String(port), POCKETFRIENDS_ORIGIN: `http://127.0.0.1:${port}` };
  const web = { ...place.env, POCKETFRIENDS_PROCESS: 'web' };
  const products: Product[] = [
    startProduct(web),
    startProduct({ ...web, ...second }),
    startProduct({ ...place.env, POCKETFRIENDS_PROCESS: 'worker' }),
  ];
  try {
    for (const product of products) await product.ready();
    const origins = [place.origin, second.POCKETFRIENDS_ORIGIN];
    const chat = await openChat(place);
    const readers = await Promise.all(
      origins.map((origin) => follow(`${origin}/live/chat/${chat.monthId}`)),
    );
    const visitors = await addVisitors(place, 20);
    const texts = visitors.map(({ handle }) => `${handle} says ${crypto.randomUUID()}`);
    const answers = await Promise.all(
      visitors.map((visitor, at) =>
        postAnswer(origins[at % 2] ?? '', chat, visitor, texts[at] ?? ''),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([303]));
    for (const reader of readers) {
      const lines = await reader.until((all) => all.size >= texts.length);
      expect([...lines.keys()].sort((a, b) => a - b)).toEqual(texts.map((_, at) => at + 1));
      expect(
        texts.filter((text) => ![...lines.values()].some((html) => html.includes(text))),
      ).toEqual([]);
    }
    const asked = await place.query<{ twice: number }>(
      `select count(*)::int as twice from question where released is not null`,
    );
    expect(asked).toEqual([{ twice: 2 }]);
  } finally {
    for (const product of products) await product.kill('SIGTERM');
    await place.close();
  }
});

/** Reads a chat's stream: its lines by number, as the last event said them. */
async function follow(address: string) {
  const response = await fetch(address);
  expect(response.status).toBe(200);
  const lines = new Map<number, string>();
  let heard: () => void = () => undefined;
  void (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) take(event, lines);
      heard();
    }
  })().catch(() => undefined);
  return {
    async until(enough: (lines: Map<number, string>) => boolean) {
      const late = AbortSignal.timeout(15_000);
      while (!enough(lines)) {
        late.throwIfAborted();
        await new Promise<void>((done) => {
          heard = done;
          late.addEventListener('abort', () => done(), { once: true });
        });
      }
      return lines;
    },
  };
}

function take(event: string, lines: Map<number, string>): void {
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (!data) return;
  const change = JSON.parse(data) as { lines?: { number: number; html: string | null }[] };
  for (const { number, html } of change.lines ?? []) lines.set(number, html ?? '');
}
