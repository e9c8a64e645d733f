import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { allRoutes, everything, sendTo, type Route, type Sending } from './house-walk.ts';
import { aChat } from '../makers/chat.ts';
import { aGuestPost } from '../makers/guest-post.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { createPerson } from '#domain/people/persons.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let operator: Viewer;
let pat: Viewer;
let patsLogin: string;
let place: { slug: string; date: string };

const password = 'four plain words here';
const email = 'pat_here@example.org';

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  const guestPost = await aGuestPost(world);
  place = { slug: guestPost.club.slug, date: guestPost.month.date };
  await aChat(world);
  operator = await world.aPerson({ operator: true });
  const made = await createPerson(world.as(null), { handle: 'pat_here', email, password });
  if ('refused' in made) throw new Error(made.refused);
  pat = { ...made, handle: 'pat_here', name: 'pat_here', operator: false, zone: 'UTC' };
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select id from login where email = $1',
    [email],
  );
  patsLogin = rows[0]?.id ?? '';
});
afterAll(() => world.close());
beforeEach(forgetLimits);

async function forgetLimits(): Promise<void> {
  await world.services.db.execute(sql`delete from rate_limit`);
}

const send = (path: string, more: Sending = {}) => sendTo(world.origin, path, more);

/** A route's path in this world. */
const filled = ({ path }: Route): string =>
  path
    .replace('[club=slug]', place.slug)
    .replace('[date=date]', place.date)
    .replace('[handle=handle]', `@${pat.handle}`)
    .replace(/\[\w+\]/g, 'none');

const withActions = () => allRoutes().filter(({ actions }) => actions.length > 0);
const urlencoded = 'application/x-www-form-urlencoded';

/** What any form here could be looking for, so that nothing is refused for want of it. */
const fields: Record<string, string> = {
  ...{ email, password, 'old-password': password, name: 'Changed', handle: 'changed', zone: 'UTC' },
  ...{ text: 'from elsewhere', body: 'from elsewhere', title: 'from elsewhere', reason: 'none' },
  ...{ id: '1', code: '12345678', step: '', answer: '{}', theme: 'dark', date: '2027-01-01' },
};
const body = new URLSearchParams(fields).toString();
const multipart = 'multipart/form-data; boundary=elsewhere';
const inParts = `${Object.entries(fields)
  .map(
    ([name, value]) =>
      `--elsewhere\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  .join('')}--elsewhere--\r\n`;

const elsewhere: Record<string, string | undefined>[] = [
  { origin: 'https://evil.test' },
  { origin: 'null' },
  { origin: undefined },
  { origin: undefined, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  { origin: 'https://evil.test', referer: 'http://localhost/settings' },
];

test('SES-14: no form of the house takes anything from a page of another place', async () => {
  const cookie = await world.cookieOf(operator);
  const before = await everything(world, ['rate_limit']);
  const kinds: [type: string, body: string][] = [
    [urlencoded, body],
    ['Application/X-WWW-Form-URLencoded; charset=utf-8', body],
    [multipart, inParts],
    ['text/plain', body],
    ['TEXT/Plain', body],
  ];
  const taken: string[] = [];
  const routes = withActions();
  expect(routes.length).toBeGreaterThan(50);
  for (const route of routes) {
    for (const action of route.actions) {
      for (const [type, sent] of kinds) {
        for (const headers of elsewhere) {
          const path = filled(route) + action;
          const { status } = await send(path, { cookie, type, body: sent, headers });
          if (status !== 403) taken.push(`${status} ${path} ${type} ${JSON.stringify(headers)}`);
        }
      }
    }
  }
  expect(taken).toEqual([]);
  expect(await everything(world, ['rate_limit'])).toEqual(before);
  // Control: the same form from our own page is taken.
  const own = await send('/settings/look', { cookie, body, headers: { accept: 'text/html' } });
  expect(own.status).toBe(303);
}, 180_000);

test('SES-14: what no form can send is refused too, whoever asks', async () => {
  const cookie = await world.cookieOf(operator);
  const before = await everything(world, ['rate_limit']);
  const odd: string[] = [];
  for (const route of withActions()) {
    const path = filled(route) + (route.actions[0] ?? '');
    const tries: [what: string, sending: Sending][] = [
      ['no type', { method: 'POST', headers: { 'content-length': '0' } }],
      ['JSON', { type: 'application/json', body: JSON.stringify(fields) }],
      ['PUT', { method: 'PUT', body }],
      ['DELETE', { method: 'DELETE', body }],
      ['PATCH', { method: 'PATCH', body }],
      ['an override', { method: 'GET', headers: { 'x-http-method-override': 'POST' } }],
    ];
    for (const [what, sending] of tries) {
      for (const headers of [{}, { origin: 'https://evil.test' }]) {
        const all = { ...sending, headers: { ...sending.headers, ...headers } };
        const { status } = await send(path, { cookie, ...all });
        // A GET shows the page, or leads on from it.
        const fine = sending.method === 'GET' ? status < 500 : status >= 400 && status < 500;
        if (!fine) odd.push(`${status} ${what} ${path}`);
      }
    }
  }
  expect(odd).toEqual([]);
  expect(await everything(world, ['rate_limit'])).toEqual(before);
}, 180_000);

test('SES-14: looking at a page changes nothing', async () => {
  const cookies = [await world.cookieOf(operator), await world.cookieOf(pat), ''];
  const before = await everything(world);
  for (const cookie of cookies) {
    for (const route of allRoutes()) {
      const path = filled(route);
      for (const method of ['GET', 'HEAD']) await send(path, { cookie, method });
      for (const action of route.actions) await send(`${path}${action}`, { cookie });
    }
    expect(await everything(world)).toEqual(before);
  }
}, 180_000);

/** Where one signs in, proves oneself and changes how. */
const doors = () =>
  withActions().filter(({ path }) =>
    /^\/(sign-|settings|welcome|confirm|setup|join|oauth|operator)/.test(path),
  );

test('SES-19: naming somebody in a form does not make one of them', async () => {
  const about = {
    ...{ userId: patsLogin, user_id: patsLogin, loginId: patsLogin, login_id: patsLogin },
    ...{ personId: pat.personId, person_id: pat.personId, id: patsLogin, sub: patsLogin },
    ...{ sessionId: patsLogin, login: patsLogin, viewer: pat.personId, operator: 'true' },
    ...{ email, handle: pat.handle, name: 'Mallory', password: 'another password', code: '1' },
    ...{ answer: '{}', step: '000000', zone: 'UTC', token: patsLogin },
  };
  const sent = new URLSearchParams(about).toString();
  await world.cookieOf(pat);
  const but = ['rate_limit', 'proof'];
  const before = await everything(world, but);
  for (const route of doors()) {
    for (const action of route.actions) {
      await forgetLimits();
      const path = filled(route) + action;
      const { status, headers } = await send(path, { body: sent });
      expect(status, path).toBeLessThan(500);
      const cookies = [headers['set-cookie'] ?? []].flat();
      expect(
        cookies.filter((cookie) => /^(__Host-)?session=[^;]/.test(cookie)),
        path,
      ).toEqual([]);
    }
  }
  expect(await everything(world, but)).toEqual(before);
  const absent = [
    ...['/api/auth/api-key/create', '/api/auth/admin/impersonate-user', '/api/auth/sign-in/email'],
    ...['/api/auth/organization/create', '/api/auth/get-session', '/auth/token', '/api/keys'],
  ];
  for (const path of absent) {
    expect((await send(path)).status, path).toBe(404);
    expect([403, 404, 405], path).toContain((await send(path, { body: sent })).status);
  }
}, 120_000);

/** The same door, written in ways that some servers read as one. */
const otherwise = (path: string): string[] => [
  `${path}/`,
  `/${path}`,
  `${path}//`,
  path.toUpperCase(),
  path.replace('s', 'S'),
  `${path}.json`,
  `${path};x`,
  `${path}%2f`,
  `${path}%00`,
  `${path}/..%2f${path.slice(1)}`,
  `/about/..%2f${path.slice(1)}`,
  `/about/../${path.slice(1)}`,
  `/.${path}`,
  path.replace('i', '%69'),
  path.replace('-', '%2d'),
  `${path}/__data.json`,
  `${path}?/default`,
  `${path}?/password`,
];

const signsIn = (headers: Record<string, string | string[] | undefined>) =>
  [headers['set-cookie'] ?? []].flat().some((cookie) => /^(__Host-)?session=[^;]/.test(cookie));

test('SES-23: a door that is spelled otherwise has the same lock, or is no door', async () => {
  const typed = new URLSearchParams({ email, password: 'a wrong guess' }).toString();
  const right = new URLSearchParams({ email, password }).toString();
  let last = 0;
  for (let count = 0; count < 21; count += 1)
    last = (await send('/sign-in', { body: typed })).status;
  expect(last).toBe(429);
  for (const path of ['/sign-in', ...otherwise('/sign-in')]) {
    const headers = { 'x-http-method-override': 'PUT', 'x-original-url': '/sign-in' };
    const answer = await send(path, { body: right, headers });
    expect([signsIn(answer.headers), path]).toEqual([false, path]);
    expect(answer.status, path).toBeLessThan(500);
    const asGet = await send(path, { headers: { 'x-http-method-override': 'POST' } });
    expect(signsIn(asGet.headers), path).toBe(false);
  }
  await forgetLimits();
  expect(signsIn((await send('/sign-in', { body: right })).headers)).toBe(true);
}, 60_000);

test('SES-23: a page that is spelled otherwise asks for the same proof', async () => {
  const stranger = await world.cookieOf(pat);
  const keeper = await world.cookieOf(operator);
  await world.services.db.execute(sql`update session set proved = ${new Date(0).toISOString()}`);
  const guarded: [path: string, cookie: string, sign: RegExp][] = [
    ['/settings/ways-in/passkeys', stranger, /Make a passkey/],
    ['/settings/devices', '', /Sign out here/],
    ['/operator/people', stranger, /<h1/],
  ];
  for (const [path, cookie, sign] of guarded) {
    for (const spelled of [path, ...otherwise(path)]) {
      const { status, body: html } = await send(spelled, { cookie });
      expect(status === 200 && sign.test(html), spelled).toBe(false);
      expect(status, spelled).toBeLessThan(500);
    }
  }
  // Control: whoever may, sees it.
  expect((await send('/settings/devices', { cookie: keeper })).body).toMatch(/Sign out here/);
});

test('SES-26: after signing out the cookie opens nothing, and no page of theirs was kept', async () => {
  const signedIn = await send('/sign-in', {
    body: new URLSearchParams({ email, password }).toString(),
  });
  const cookie = [signedIn.headers['set-cookie'] ?? []]
    .flat()
    .map((pair) => pair.split(';', 1)[0])
    .join('; ');
  const kept: string[] = [];
  let seen = 0;
  for (const route of allRoutes()) {
    const path = filled(route);
    const theirs = await send(path, { cookie });
    if (theirs.status !== 200) continue;
    const control = String(theirs.headers['cache-control']);
    const forEverybody = (await send(path)).status === 200;
    const fine = forEverybody ? !/public|max-age=[1-9]/.test(control) : /no-store/.test(control);
    if (!forEverybody) seen += 1;
    if (!fine) kept.push(`${path}: ${control}`);
  }
  expect(kept).toEqual([]);
  expect(seen).toBeGreaterThan(8);
  const out = await send('/sign-out', { cookie, body: '' });
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
  for (const path of ['/settings', '/settings/devices', '/settings/profile']) {
    const { status, headers } = await send(path, { cookie });
    expect([status, headers['location']], path).toEqual([
      303,
      `/sign-in?next=${encodeURIComponent(path)}`,
    ]);
  }
});

test('SES-30: no stream and no handshake is opened for the page of another place', async () => {
  const cookie = await world.cookieOf(pat);
  const chat = await aChat(world);
  const stream = `/live/chat/${chat.monthId}`;
  const upgrade = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-protocol': 'a-token' },
  };
  for (const origin of ['https://evil.test', 'null', undefined]) {
    const { status } = await send(stream, { cookie, headers: { origin } });
    expect([origin, status]).toEqual([origin, origin === undefined ? 200 : 403]);
    for (const path of ['/api/v1/streaming', '/api/v1/streaming/user', stream]) {
      const shaken = await send(path, { cookie, headers: { ...upgrade, origin } });
      expect([101, 500]).not.toContain(shaken.status);
    }
  }
  expect((await send(stream, { cookie })).status).toBe(200);
});

test('an address that opens something by itself is kept, indexed and passed on by nobody', async () => {
  const opened = ['/confirm', '/sign-in/new-password', '/sign-in/second-step/stop'];
  const paths = [
    ...[...opened, '/settings/address/undo'].map((path) => `${path}?token=secret`),
    ...['/sign-in/letter?code=ABCD2345', '/setup/secret', '/join/secret', '/write/secret'],
    '/about?token=secret',
  ];
  for (const path of paths) {
    const { headers } = await send(path, {});
    expect([path, headers['cache-control'], headers['referrer-policy']]).toEqual([
      path,
      'no-store',
      'strict-origin',
    ]);
    expect(headers['x-robots-tag']).toContain('noindex');
  }
  expect((await send('/about', {})).headers['cache-control']).not.toBe('no-store');
});

/** Every sign-in stands before its first look-up until the returned function is called. */
async function holdSignIns(): Promise<() => Promise<void>> {
  const held = await world.services.pool.connect();
  await held.query('begin; lock table rate_limit in access exclusive mode');
  return async () => {
    await held.query('rollback');
    held.release();
  };
}

/** How often each answer came. */
const tally = (statuses: readonly number[]) =>
  Object.fromEntries(
    [...Map.groupBy(statuses, (one) => one)].map(([one, all]) => [one, all.length]),
  );

/** Tells what 200 sign-ins at once from one address hear before the first of them is looked at, and in the end. */
async function twoHundred(emailOf: (n: number) => string) {
  await forgetLimits();
  const letGo = await holdSignIns();
  const early: number[] = [];
  const tries = Array.from({ length: 200 }, async (_, n) => {
    const typed = new URLSearchParams({ email: emailOf(n), password: 'not the right one' });
    const { status } = await send('/sign-in', { body: typed.toString() });
    early.push(status);
    return status;
  });
  await expect.poll(() => early.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(136);
  const meanwhile = [];
  for (const path of ['/', '/about', '/sign-in', '/health/live'])
    meanwhile.push((await send(path)).status);
  const heard = tally(early);
  await letGo();
  return { heard, meanwhile, end: tally(await Promise.all(tries)) };
}

test('DOS-25: of 200 sign-ins at once, 64 get their turn; the others hear at once that it is too fast', async () => {
  const served = { heard: { 429: 136 }, meanwhile: [200, 200, 200, 200] };
  // To one account twenty are looked at in a quarter of an hour, whether there is such an account or not.
  expect(await twoHundred(() => email)).toEqual({ ...served, end: { 403: 20, 429: 180 } });
  expect(await twoHundred(() => 'nobody@example.org')).toEqual({
    ...served,
    end: { 403: 20, 429: 180 },
  });
  expect(await twoHundred((n) => `nobody_${n}@example.org`)).toEqual({
    ...served,
    end: { 403: 64, 429: 136 },
  });
  // Control: when they are through, whoever knows the password comes in.
  await forgetLimits();
  const typed = new URLSearchParams({ email, password }).toString();
  expect((await send('/sign-in', { body: typed })).status).toBe(303);
}, 240_000);
