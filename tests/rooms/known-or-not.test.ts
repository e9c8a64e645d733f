import { request as dial } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aClub } from '../makers/club.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { createPerson } from '#domain/people/persons.server.ts';

let world: ServedWorld;
const email = 'pat@example.org';
const password = 'four plain words here';
beforeAll(async () => {
  world = await openWorldWithSite({ env: { LOG_LEVEL: 'silent' } });
  await createPerson(world.as(null), { handle: 'pat', email, password });
});
afterAll(() => world.close());
beforeEach(forgetLimits);

async function forgetLimits(): Promise<void> {
  await world.services.db.execute(sql`delete from rate_limit`);
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends a form as it is; `path` may be a whole address. */
function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { port, host } = new URL(world.origin);
  const body = new URLSearchParams(fields).toString();
  const own = {
    host,
    origin: world.origin,
    accept: 'text/html',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((done, fail) => {
    const asking = dial({
      host: '127.0.0.1',
      port,
      path,
      method: 'POST',
      headers: { ...own, ...headers },
      agent: false,
    });
    asking.on('response', (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => {
        const text = Buffer.concat(parts).toString();
        done({ status: res.statusCode ?? 0, headers: res.headers, body: text });
      });
    });
    asking.on('error', fail);
    asking.end(body);
  });
}

/** Every form that takes an address from somebody who is not signed in. */
const doors: [path: string, more: Record<string, string>][] = [
  ['/sign-up', { password: 'a kettle sings at nine' }],
  ['/sign-in', { password: 'not their password' }],
  ['/sign-in/forgot', {}],
  ['/sign-in/letter?/ask', {}],
];

/** What a stranger sees, without what differs at every request: time, values of cookies, passkey challenge. */
function seen({ status, headers, body }: Answer, typed: string) {
  const { 'set-cookie': set = [], ...rest } = headers;
  const cookies = [set].flat().map((cookie) => cookie.replace(/=[\w-]{32}(?=;)/, '=token'));
  const page = body.replaceAll(typed, 'somebody').replace(/&quot;[\w-]{72}&quot;/, 'challenge');
  return { status, cookies, headers: { ...rest, date: '', etag: '' }, body: page };
}

test('SES-07: known and unknown addresses are answered with the same bytes at every door', async () => {
  // Equally long, so that a length tells of nothing else.
  const stranger = 'sue@example.org';
  for (const [path, more] of doors) {
    const known = seen(await post(path, { email, ...more }), email);
    const unknown = seen(await post(path, { email: stranger, ...more }), stranger);
    expect(unknown, path).toEqual(known);
    expect(known.status, path).toBe(path === '/sign-in' ? 403 : 303);
  }
});

test('SES-07: whoever asks for a letter causes the same statements, whether the address is known or not', async () => {
  const stranger = 'tom@example.org';
  for (const [path, more] of doors) {
    const rows = async () => {
      const { rows: found } = await world.services.pool.query<{ rows: number }>(
        `select (select count(*) from proof)::int + (select count(*) from rate_limit)::int as rows`,
      );
      return found[0]?.rows ?? 0;
    };
    const added = [];
    for (const address of [email, stranger]) {
      await forgetLimits();
      const before = await rows();
      await post(path, { email: address, ...more });
      added.push((await rows()) - before);
    }
    expect(added[1], path).toBe(added[0]);
  }
});

test('SES-01: a letter leads to our own address, whatever the request says of itself', async () => {
  const hostile: Record<string, string>[] = [
    { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'javascript' },
    { forwarded: 'host=evil.test;proto=http', 'x-original-host': 'evil.test' },
    { 'x-pf-host': 'evil.test', 'x-pf-proto': 'javascript', 'x-forwarded-port': '666' },
    { 'x-original-url': 'http://evil.test/', 'x-rewrite-url': '//evil.test' },
  ];
  for (const [path, more] of doors) {
    for (const headers of hostile) await post(path, { email, ...more }, headers);
    await forgetLimits();
  }
  for (const [path, more] of doors) {
    const fields = { email, ...more };
    for (const host of ['evil.test', `${new URL(world.origin).host}.evil.test`, 'evil.test:80'])
      expect((await post(path, fields, { host })).status, `${path} ${host}`).toBe(421);
    for (const target of [`http://evil.test${path}`, `//evil.test${path}`])
      expect((await post(target, fields)).status, target).toBe(400);
  }
  const texts = () => world.letters.filter(({ to }) => to === email).map(({ text }) => text);
  await expect.poll(() => texts().length).toBeGreaterThan(8);
  for (const text of texts()) {
    const links = text.match(/\b\w+:\/\/\S+/g) ?? [];
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(new URL(link).origin).toBe(world.origin);
    expect(text).not.toMatch(/evil|javascript/);
  }
});

test('SES-08: an account is held for everybody, however the address of who guesses seems to change', async () => {
  const headersOf = (count: number) => ({
    'x-forwarded-for': `198.51.100.${count % 250}`,
    forwarded: `for=198.51.100.${count % 250}`,
    'cf-connecting-ip': `203.0.113.${count % 250}`,
    'true-client-ip': `2001:db8:${count}::1`,
    'x-real-ip': `192.0.2.${count % 250}`,
    'x-pf-address': `192.0.2.${count % 250}`,
  });
  const statuses: number[] = [];
  for (let count = 0; count < 60; count += 1) {
    const { status } = await post(
      '/sign-in',
      { email, password: `guess ${count}` },
      headersOf(count),
    );
    statuses.push(status);
  }
  expect(statuses.filter((status) => status === 403)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(40);
  expect((await post('/sign-in', { email, password })).status).toBe(429);
  await forgetLimits();
  expect((await post('/sign-in', { email, password })).status).toBe(303);
}, 60_000);

test('SES-27: whoever joins cannot take what many use or an acquaintance would try first', async () => {
  await aClub(world, 'evening-readers');
  const weak = ['Password123', 'qwertyuiop', 'ninechars', 'ursula@example.org', 'evening-readers'];
  const join = (word: string) => post('/sign-up', { email: 'ursula@example.org', password: word });
  for (const word of [...weak, 'Ursula.2026!!', 'Pocket Friends 1']) {
    const { status, body } = await join(word);
    expect(status, word).toBe(400);
    expect(body).toContain('href="#password"');
  }
  for (const word of ['  kettle 🦊 violin  ', 'moss harbour rain violin kettle '.repeat(8)])
    expect((await join(word)).status, word).toBe(303);
});

test('SES-28: of fifty who join with one address in many spellings one account comes', async () => {
  const spellings = [
    'wanda@example.org',
    'WANDA@example.org',
    'Wanda@Example.ORG',
    ' wanda@example.org ',
  ];
  const fields = { password: 'a kettle sings at nine' };
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      post('/sign-up', { email: spellings[at % spellings.length] ?? '', ...fields }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  // Letters that only look like it are no address here.
  for (const email of ['ｗanda@example.org', 'wаnda@example.org', 'wanda@exаmple.org'])
    expect((await post('/sign-up', { email, ...fields })).status).toBe(400);
  const links = () =>
    world.letters
      .filter(({ to }) => to === 'wanda@example.org')
      .flatMap(({ text }) => text.match(/\/confirm\?token=[\w-]+/) ?? []);
  await expect.poll(() => links().length).toBe(5);
  const confirmed = await Promise.all(links().map((link) => post(link, {})));
  expect(confirmed.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(confirmed.filter(({ status }) => status === 410)).toHaveLength(4);
  const { rows } = await world.services.pool.query(
    `select email from login where email ilike '%wanda%'`,
  );
  expect(rows).toEqual([{ email: 'wanda@example.org' }]);
}, 60_000);
