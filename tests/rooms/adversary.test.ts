import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formsOf, type PageForm } from './forms.ts';
import { allRoutes, everything, sendTo, type Sending } from './house-walk.ts';
import { aChat, answered } from '../makers/chat.ts';
import { aClub, aMonth, giveDutyTo } from '../makers/club.ts';
import { aGuestPost, aMonthForAGuest, type Asked } from '../makers/guest-post.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { publishComment } from '#domain/club/comments.server.ts';
import { admission } from '#domain/people/arriving-schema.server.ts';
import { inviteByOperator } from '#domain/people/invitations.server.ts';
import { askForRegisterCheck } from '#domain/people/register-checks.server.ts';
import { login } from '#domain/people/schema.server.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let operator: Viewer;
let stranger: Viewer;
let guestPost: Asked;
let asked: Asked;
let chat: Awaited<ReturnType<typeof aChat>>;
let draft: { slug: string; date: string };

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  stranger = await world.aPerson({ handle: 'mallory' });
  guestPost = await aGuestPost(world);
  asked = await aMonthForAGuest(world, 'asking-club');
  chat = await aChat(world);
  const home = await aClub(world, 'draft-club');
  operator = home.operator;
  draft = { slug: 'draft-club', date: (await aMonth(world, home.club, home.curator)).date };
  await giveDutyTo(world, home.club, stranger, 'noteTaker', operator);
  const pat = await world.aPatient();
  await answered(world.as(pat), chat, 'I slept badly.');
  await answered(world.as(operator), chat, 'So did I.');
  const { guestPostId } = guestPost;
  await publishComment(world.as(operator), { guestPostId, text: 'Thank you for this.' });
  await givesWorkToOperators();
});
afterAll(() => world.close());

/** Somebody waits to be let in, somebody to be looked up, an invitation is open: their forms are there. */
async function givesWorkToOperators(): Promise<void> {
  const { db, clock } = world.services;
  const asked = clock.now();
  await db.insert(login).values({ id: 'waits', email: 'waits@example.org', created: asked });
  await db.insert(admission).values({ loginId: 'waits', words: 'Good evening.', asked });
  const nia = world.as(await world.aRadiographer());
  await sayWork(nia, { profession: 'radiographer', jurisdiction: 'UK' });
  await askForRegisterCheck(nia, { register: 'hcpc', entry: 'RA1', registeredName: 'Nia' });
  await inviteByOperator(world.as(operator), { email: '', duty: false, people: 5, next: '/' });
}
beforeEach(forgetLimits);

async function forgetLimits(): Promise<void> {
  await world.services.db.execute(sql`delete from rate_limit`);
}

/** What people, broken programs and people who mean harm put where something else was asked for. */
const badInputs = [
  '\0',
  'a\0b',
  '\u202eabc',
  `e${'\u0301'.repeat(500)}`,
  '9223372036854775808',
  '-99999999999999999999',
  '1e309',
  '2147483648',
  '0000-01-01',
  '9999-12-31',
  'Mars/Olympus',
  '../../etc/passwd',
  'x'.repeat(30_000),
  '',
];

const badParts = ['%00', '%ff', '%ED%A0%80', '0000-01-01', '9999-12-31', '9'.repeat(19), '..%2f'];

const send = (path: string, more: Sending = {}) => sendTo(world.origin, path, more);

const places = () => [
  { slug: guestPost.club.slug, date: guestPost.month.date },
  { slug: asked.club.slug, date: asked.month.date },
  { slug: chat.slug, date: chat.date },
  draft,
];

function routesAt(slug: string, date: string): string[] {
  const filled = allRoutes().map(({ path: route }) =>
    route
      .replace('[club=slug]', slug)
      .replace('[date=date]', date)
      .replace('[handle=handle]', `@${stranger.handle}`)
      .replace('[token]', route.startsWith('/write') ? asked.token : 'none'),
  );
  return [...new Set(filled)];
}

const addresses = () => [...new Set(places().flatMap(({ slug, date }) => routesAt(slug, date)))];

const machineDoors = () => [
  `/live/chat/${chat.monthId}`,
  '/live/chat/1',
  '/media/x',
  ...['/webmention', '/pingback', '/@mallory/feed.rss', '/@nobody_here/feed.atom'],
  `/uploads/guest-post/${guestPost.guestPostId}`,
  ...places().flatMap(({ slug, date }) => [
    `/${slug}/feed.rss`,
    `/${slug}/feed.atom`,
    `/${slug}/hashtag.rss`,
    `/${slug}/calendar.ics`,
    ...['calendar.ics', 'paper.bib', 'paper.ris', 'paper.json', 'card.png'].map(
      (file) => `/${slug}/${date}/${file}`,
    ),
  ]),
];

async function allForms(cookie: string): Promise<PageForm[]> {
  const found = new Map<string, PageForm>();
  for (const page of addresses()) {
    const answer = await send(page, { cookie });
    if (answer.status !== 200) continue;
    for (const form of formsOf(answer.body, page)) {
      const key = `${form.action} ${Object.keys(form.fields).join()}`;
      if (!found.has(key)) found.set(key, form);
    }
  }
  return [...found.values()];
}

function bodyOf(form: PageForm, fields: Record<string, string>): { type: string; body: string } {
  if (!form.multipart) {
    const body = new URLSearchParams(fields).toString();
    return { type: 'application/x-www-form-urlencoded', body };
  }
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--evening\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    type: 'multipart/form-data; boundary=evening',
    body: `${parts.join('')}--evening--\r\n`,
  };
}

/** What anybody who is signed in may do, for themselves or in public. */
const forEverybody =
  /\?\/(answer|here|study|comment|edit|delete|change)$|^\/(@|settings|sign-|welcome|confirm|write|home|local|tags|lists|search|bookmarks|favourites|messages|notifications|follow-requests|friends|report|uploads|boundaries\/try)/;

test('PRV-20, SES-20: what only some may do changes nothing for anybody else', async () => {
  const forms = (await allForms(await world.cookieOf(operator))).filter(
    ({ action }) => !forEverybody.test(action),
  );
  expect(forms.length).toBeGreaterThan(40);
  const hostElsewhere = await aChat(world);
  const before = await everything(world);
  const cookies = ['', await world.cookieOf(hostElsewhere.host)];
  // The same things, asked for through the address of a club where one may do a lot.
  const own = `/${hostElsewhere.slug}/${hostElsewhere.date}`;
  const throughOwn = forms
    .filter(({ fields }) => ['id', 'ask', 'invite'].some((name) => fields[name]))
    .map((form) => ({ ...form, action: form.action.replace(/^\/[a-z0-9-]+\/[\d-]{10}/, own) }));
  for (const cookie of cookies) {
    for (const form of [...forms, ...throughOwn]) {
      const sent = bodyOf(form, { ...form.fields, text: 'mine now', reason: 'mine now' });
      const { status } = await send(form.action, { ...sent, cookie });
      expect([303, 400, 401, 403, 404, 410, 415], `${status} ${form.action}`).toContain(status);
      expect(await everything(world), form.action).toEqual(before);
    }
  }
}, 60_000);

test('REL-18, HLT-12: no broken address makes the house stumble', async () => {
  const stumbles: string[] = [];
  const cookie = await world.cookieOf(operator);
  const walk = async (path: string) => {
    const { status } = await send(path, { cookie });
    if (status >= 500) stumbles.push(`${status} ${path}`);
  };
  for (const path of [...addresses(), ...machineDoors()]) await walk(path);
  for (const path of [...routesAt(guestPost.club.slug, guestPost.month.date), ...machineDoors()]) {
    const parts = path.split('/');
    for (const bad of badParts)
      for (let at = 1; at < parts.length; at += 1)
        await walk([...parts.slice(0, at), bad, ...parts.slice(at + 1)].join('/'));
  }
  const asks = ['page', 'before', 'edit', 'reply', 'question', 'year', 'after', 'answer', 'change'];
  for (const path of routesAt(guestPost.club.slug, guestPost.month.date))
    for (const bad of ['%00', '1e9', '9'.repeat(19), '%ED%A0%80', '-1'])
      await walk(
        `${path}?${asks.map((name) => `${name}=${bad}`).join('&')}&next=${bad}&token=${bad}`,
      );
  expect(stumbles).toEqual([]);
}, 180_000);

test('REL-18, DOS-24: no field of any form makes the house stumble, whoever sends it', async () => {
  const stumbles: string[] = [];
  const forms = [...(await allForms(await world.cookieOf(operator))), ...(await allForms(''))];
  expect(forms.length).toBeGreaterThan(40);
  for (const form of forms) {
    await forgetLimits();
    const cookie = await world.cookieOf(operator);
    for (const name of Object.keys(form.fields)) {
      for (const bad of badInputs) {
        const sent = bodyOf(form, { ...form.fields, [name]: bad });
        const { status } = await send(form.action, { ...sent, cookie });
        if (status >= 500) stumbles.push(`${status} ${form.action} ${name}=${bad.slice(0, 30)}`);
      }
    }
  }
  expect(stumbles).toEqual([]);
}, 300_000);

test('REL-18: a body that is no form is refused as the sender’s fault', async () => {
  const broken: [type: string, body: string][] = [
    ['multipart/form-data', '--x\r\nfoo\n'],
    ['multipart/form-data; boundary=x', '--x\r\nfoo\n'],
    ['application/json', '{"email":['],
    ['text/plain', 'email=a'],
    ['application/x-www-form-urlencoded', '%'.repeat(1000)],
    ['application/x-www-form-urlencoded', 'a=b&'.repeat(100_000)],
  ];
  for (const [type, body] of broken) {
    const { status } = await send('/sign-in', { type, body });
    expect(status, type).toBeGreaterThanOrEqual(400);
    expect(status, type).toBeLessThan(500);
  }
  const whole = bodyOf(
    { action: '', multipart: true, fields: {} },
    { email: 'a@example.org', password: 'not theirs at all' },
  );
  expect((await send('/sign-in', whole)).status).toBe(403);
  const long = `email=${'x'.repeat(600_000)}`;
  expect((await send('/sign-in', { body: long })).status).toBe(413);
});

test('REL-24, SSR-18, SES-01: a request that two servers could read in two ways is not answered with a page', async () => {
  const host = new URL(world.origin).host;
  const hostile = [
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\nabcdef`,
    `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    `GET / HTTP/1.1\nHost: ${host}\n\n`,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX: a\r\n b\r\n\r\n`,
    `GET http://evil.test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET //evil.test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET //[ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: ${host}@evil.test\r\nConnection: close\r\n\r\n`,
    `GET / HTTP/1.0\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
  ];
  for (const bytes of hostile) expect(await raw(bytes), bytes.slice(0, 60)).toMatch(/ 4\d\d /);
  const honest = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  expect(await raw(honest)).toMatch(/ 200 /);
});

/** The first line of what comes back for some bytes. */
function raw(bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(world.origin).port), '127.0.0.1', () =>
      socket.write(bytes),
    );
    socket.once('data', (answer) => {
      done(answer.toString('latin1').split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', fail);
  });
}

test('SES-14: no form takes anything from a page of another place', async () => {
  const cookie = await world.cookieOf(stranger);
  const text = 'text=posted+from+elsewhere';
  const post = `/${guestPost.club.slug}/${guestPost.month.date}/guest-post?/comment`;
  for (const origin of ['https://evil.test', 'null', undefined]) {
    for (const type of ['application/x-www-form-urlencoded', 'TEXT/plain', undefined]) {
      const headers = {
        cookie,
        ...(origin && { origin }),
        ...(type && { 'content-type': type }),
      };
      const answer = await fetch(world.origin + post, {
        method: 'POST',
        headers,
        body: new TextEncoder().encode(text),
        redirect: 'manual',
      });
      expect([400, 403, 415], `${origin} ${type}`).toContain(answer.status);
    }
  }
  const page = await send(post.replace('?/comment', ''));
  expect(page.body).not.toContain('posted from elsewhere');
});

test('OPS-04: a kept page cannot be made to show visitors something else', async () => {
  const page = `/${guestPost.club.slug}`;
  const tries: [what: string, path: string, headers: Record<string, string>][] = [
    ['data', `${page}/__data.json?x-sveltekit-invalidated=1`, {}],
    ['data', `${page}/__data.json`, {}],
    ['a look in other letters', page, { cookie: 'look=%64ark.larger.usual' }],
    ['a look beside another', page, { cookie: 'look =dark.larger.usual' }],
    ['two looks', page, { cookie: 'look="dark.larger"; look=dark.larger' }],
    ['another name', page, { 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' }],
    ['another scheme', page, { 'x-forwarded-proto': 'javascript', 'x-pf-host': 'evil.test' }],
    ['another format', page, { accept: 'application/json', 'x-sveltekit-action': 'true' }],
    ['another language', page, { 'accept-language': '<script>' }],
  ];
  for (const [what, path, headers] of tries) {
    world.services.keptPages.dropAll();
    await (await fetch(world.origin + path, { headers, redirect: 'manual' })).text();
    const next = await fetch(world.origin + page);
    const html = await next.text();
    expect(next.headers.get('content-type'), what).toBe('text/html');
    expect(html, what).toContain('data-look-theme="auto"');
    expect(html, what).not.toMatch(/evil\.test|javascript:/);
  }
  const kept = await send(page, { cookie: 'look=dark.larger.usual' });
  expect(kept.body).toContain('data-look-theme="dark"');
});

test('OPS-04, OPS-06: every answer carries the headers that keep browsers from harm, and none says what it runs on', async () => {
  const { slug, date } = chat;
  const paths = [
    ...['/', '/nothing-here', '/%ff', '/health/live', '/enhance.js', '/icon.svg', '/offline.html'],
    ...[`/${slug}/`, `/${slug}/__data.json`, `/${slug}/${date}/transcript.txt`, '/live/chat/1'],
    ...machineDoors().filter((path) => !path.startsWith('/live')),
  ];
  for (const path of paths) {
    const { headers, body } = await send(path);
    expect(headers['content-security-policy'], path).toMatch(/default-src '(none|self)'/);
    expect(String(headers['content-security-policy']), path).not.toMatch(/unsafe-|https?:|\*/);
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers, path).not.toHaveProperty('x-powered-by');
    expect(headers, path).not.toHaveProperty('server');
    expect(body, path).not.toMatch(/ at file:|node_modules|select .* from|\.server\.ts/);
  }
});

test('PRV-20, CLB-12: nothing tells a stranger whether somebody writes for a month', async () => {
  const cookie = await world.cookieOf(stranger);
  const body = 'title=a&authorName=b&about=c&body=d&version=0';
  const answers = [];
  for (const at of [`/${asked.club.slug}/${asked.month.date}`, `/${asked.club.slug}/2019-01-01`]) {
    const { status, body: html } = await send(`${at}/guest-post/edit?/save`, { cookie, body });
    answers.push({ status, html: html.replaceAll(at, '') });
  }
  expect(answers[1]).toEqual(answers[0]);
});
