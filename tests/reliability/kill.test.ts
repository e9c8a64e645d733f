import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { anOrdinaryAccount, mayRead } from './account.ts';
import { addVisitors, engine, openChat, openPlace, testServer, type Place } from './place.ts';
import { postmasterOf, startProduct, type Product } from './product.ts';
import { startWriters, type Work } from './writers.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

/** Serving again has to take less than this. */
const patience = 10_000;
/** So long people write before each kill, and until so many more answers, and a sign-up, were acknowledged. */
const loadMs = 400;
const leastAnswers = 6;

beforeAll(() => buildWhenChanged(process.execPath));

test(`${engine}: the product is killed 20 times while people write, and nothing is lost or doubled`, async () => {
  await endure({ kills: 20, database: false });
});

test.skipIf(testServer)(
  'embedded: product and database are killed together 20 times, and nothing is lost or doubled',
  () => endure({ kills: 20, database: true }),
);

const ordinary = anOrdinaryAccount();
test.skipIf(testServer || !ordinary || !mayRead(ordinary))(
  'embedded, as an ordinary account: product and database are killed together 3 times, and nothing is lost',
  () => endure({ kills: 3, database: true, account: ordinary }),
);

interface Plan {
  kills: number;
  database: boolean;
  account?: ReturnType<typeof anOrdinaryAccount>;
}

async function endure({ kills, database, account }: Plan): Promise<void> {
  const place = await openPlace({ account });
  const env = { ...place.env, TRUSTED_PROXIES: '127.0.0.1,::1' };
  let product = startProduct(env, { account });
  try {
    await product.ready();
    const chat = await openChat(place);
    const visitors = await addVisitors(place, 150);
    const writers = startWriters(place, chat, visitors);
    let slowest = 0;
    for (let turn = 0; turn < kills; turn++) {
      await load(writers.work);
      if (database) process.kill(postmasterOf(place.dataDir), 'SIGKILL');
      await product.kill('SIGKILL');
      const killed = performance.now();
      product = startProduct(env, { account });
      await product.ready();
      slowest = Math.max(slowest, performance.now() - killed);
    }
    await load(writers.work);
    await writers.stop();
    expect(slowest).toBeLessThan(patience);
    await checkAnswers(place, writers.work);
    const letters = await checkLetters(place, writers.work);
    const { answers } = writers.work;
    console.log(
      `${kills} kills: ${answers.kept.length} acknowledged answers (of ${answers.tried.length}) and ${letters} letters checked, serving again after at most ${Math.round(slowest)} ms.`,
    );
    await leave(product);
  } finally {
    await product.kill('SIGKILL');
    await place.close();
  }
}

async function load({ answers, letters }: Work): Promise<void> {
  const [answered, joined] = [answers.kept.length + leastAnswers, letters.kept.length + 1];
  await pause(loadMs);
  await expect.poll(() => answers.kept.length).toBeGreaterThanOrEqual(answered);
  await expect.poll(() => letters.kept.length).toBeGreaterThanOrEqual(joined);
}

/** Every acknowledged answer stands once; nothing stands that nobody wrote; the numbers have no gap. */
async function checkAnswers(place: Place, { answers }: Work): Promise<void> {
  const rows = await place.query<{ text: string; number: number }>(
    `select p.text, a.number from answer a join post p on p.id = a.post_id order by a.number`,
  );
  const texts = rows.map(({ text }) => text);
  const found = new Set(texts);
  expect(answers.kept.filter((text) => !found.has(text))).toEqual([]);
  expect(found.size).toBe(texts.length);
  const tried = new Set(answers.tried);
  expect(texts.filter((text) => !tried.has(text))).toEqual([]);
  expect(rows.map(({ number }) => number)).toEqual(texts.map((_, at) => at + 1));
  const [month] = await place.query<{ last: number; posts: number }>(
    `select last_number as last, (select count(*)::int from post p join person w on w.id = p.author_id
      where w.kind = 'person') as posts from month`,
  );
  expect(month).toEqual({ last: texts.length, posts: texts.length });
  // What the club says of its month, it says once as well.
  const said = await place.query<{ text: string }>(
    `select p.text from post p join person w on w.id = p.author_id where w.kind = 'group'`,
  );
  expect(new Set(said.map(({ text }) => text)).size).toBe(said.length);
  expect(said.length).toBeGreaterThan(0);
}

/**
 * Every acknowledged sign-up has its letter, or still its job: one that a killed worker held is tried
 * again two minutes later. No address gets two different letters; one that was under way when the
 * product was killed may leave a second time under the same Message-ID.
 */
async function checkLetters(place: Place, { letters }: Work): Promise<number> {
  const end = Date.now() + 30_000;
  for (;;) {
    const waiting = await place.query<{ to: string; held: boolean }>(
      `select data ->> 'to' as "to", state = 'active' as held from pgboss.job
        where name in ('letter', 'asked-letter') and state in ('created', 'retry', 'active')`,
    );
    const byAddress = readMailbox(place.dataDir);
    expect([...byAddress].filter(([, ids]) => ids.size > 1)).toEqual([]);
    const missing = letters.kept.filter((address) => !byAddress.has(address));
    const kept = new Set(waiting.map(({ to }) => to));
    expect(missing.filter((address) => !kept.has(address))).toEqual([]);
    if (waiting.every(({ held }) => held)) return letters.kept.length;
    if (Date.now() > end) expect(waiting.filter(({ held }) => !held)).toEqual([]);
    await pause(200);
  }
}

function readMailbox(dataDir: string): Map<string, Set<string>> {
  const folder = join(dataDir, 'mailbox');
  const found = new Map<string, Set<string>>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.eml'))) {
    const letter = readFileSync(join(folder, name), 'utf8');
    const to = /^To: .*?([\w.-]+@example\.org)/m.exec(letter)?.[1] ?? '';
    const id = /^Message-ID: (\S+)/im.exec(letter)?.[1] ?? '';
    found.set(to, (found.get(to) ?? new Set()).add(id));
  }
  return found;
}

async function leave(product: Product): Promise<void> {
  await product.kill('SIGTERM');
  expect(await product.exited).toEqual({ code: 0, signal: null });
}
