import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { anApp, aToken, type MadeApp } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { letSomebodyIn, listWaiting } from '#domain/people/admissions.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import type { HouseSettings } from '#domain/house/rules.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { becomePerson, createPerson } from '#domain/people/persons.server.ts';
import { findLogin, signIn } from '#domain/people/sign-in.server.ts';
import { confirm } from '#domain/people/sign-up.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let olga: Viewer;
let app: MadeApp;
let token: string;

beforeAll(async () => {
  world = await openWorld({ working: true });
  call = callsOf(world);
  olga = await world.aPerson({ handle: 'olga', operator: true });
  app = await anApp(world, { scopes: 'read write follow push admin:read' });
  token = await aToken(world, null, ['write:accounts'], app);
});
beforeEach(async () => {
  await world.services.pool.query('delete from rate_limit');
  await mode('open');
});
afterAll(() => world.close());

async function mode(signUp: HouseSettings['signUp']): Promise<void> {
  await changeSettings(world.as(olga), { signUp });
  await expect.poll(async () => (await readSettings(world.services)).signUp).toBe(signUp);
}

const password = 'seven owls read at night';
const typed = (handle: string, more: object = {}) => ({
  username: handle,
  email: `${handle}@example.net`,
  password,
  agreement: true,
  locale: 'en',
  date_of_birth: '1980-12-24',
  ...more,
});
const join = (handle: string, more: object = {}, from = '192.0.2.1') =>
  call('POST /api/v1/accounts', { token, body: typed(handle, more), from });
const verify = (own: string) => call('GET /api/v1/accounts/verify_credentials', { token: own });
const confirmed = (own: string) => call('GET /api/v1/emails/check_confirmation', { token: own });
const visit = { address: '192.0.2.7', agent: 'Firefox/140 Android', cookies: null };
const lettersTo = (email: string) => world.letters.filter(({ to }) => to === email);

async function linkTo(email: string, count = 1): Promise<string> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  return /token=([\w-]+)/.exec(lettersTo(email).at(-1)?.text ?? '')?.[1] ?? '';
}

test('a token opens nothing until the letter is answered with the password, and then the account', async () => {
  const { status, body } = await join('nora');
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    token_type: 'Bearer',
    scope: 'read write follow push',
    created_at: Math.floor(world.clock.now().getTime() / 1000),
  });
  const own = body.access_token;
  expect((await verify(own)).status).toBe(401);
  expect((await confirmed(own)).body).toBe(false);
  const link = await linkTo('nora@example.net');
  expect(await confirm(world.as(null), link, visit, password)).toMatchObject({ step: 'in' });
  expect((await verify(own)).body).toMatchObject({ acct: 'nora', display_name: 'nora' });
  expect((await confirmed(own)).body).toBe(true);
  const again = await call('POST /api/v1/emails/confirmations', { token: own, body: {} });
  expect(again.status).toBe(403);
  const signed = { email: 'nora@example.net', password, next: '/' };
  expect(await signIn(world.as(null), signed, visit)).toMatchObject({ step: 'in' });
});

test('SES-07: a known address is answered in the same bytes as an unknown one', async () => {
  await createPerson(world.as(null), { handle: 'pat', email: 'pat@example.net', password });
  const seen = async (email: string, handle: string) => {
    const { status, headers, body } = await join(handle, { email });
    const again = await call('POST /api/v1/emails/confirmations', { token: body.access_token });
    const waits = await confirmed(body.access_token);
    const named = [...headers].filter(([name]) => !name.startsWith('x-ratelimit'));
    const told = { ...body, access_token: body.access_token.replace(/[\w-]/g, 'x') };
    return { status, named, told, again: again.body, waits: waits.body };
  };
  expect(await seen('pat@example.net', 'pat_two')).toEqual(
    await seen('stranger@example.net', 'stranger'),
  );
  await linkTo('stranger@example.net');
  await linkTo('pat@example.net');
  expect(
    lettersTo('pat@example.net')
      .map(({ text }) => text)
      .join(),
  ).not.toContain('/confirm');
});

test('whoever signs up with my address lets no app in, even if I answer their letter', async () => {
  const { access_token: squatter } = (await join('squat', { email: 'mine@example.net' })).body;
  const link = await linkTo('mine@example.net');
  const answer = await confirm(world.as(null), link, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  const cookies = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const login = await findLogin(world.services, cookies);
  expect(login).toMatchObject({ email: 'mine@example.net', person: false });
  const newcomer = { handle: 'mine', name: 'Mine', bio: '', roles: [], zone: 'UTC' };
  await becomePerson(world.as(null), login?.id ?? '', { ...newcomer, transcript: false });
  expect((await verify(squatter)).status).toBe(401);
  expect((await confirmed(squatter)).body).toBe(false);
});

test('where the operator lets people in, the token waits for their yes as well', async () => {
  await mode('approval');
  expect((await join('wanda')).body.details).toHaveProperty('reason');
  const { body } = await join('wanda', { reason: 'I read <papers>.' });
  await confirm(world.as(null), await linkTo('wanda@example.net'), visit, password);
  const waiting = await listWaiting(world.as(olga));
  if ('refused' in waiting) throw new Error(waiting.refused);
  expect(waiting.map(({ words }) => words)).toEqual(['I read <papers>.']);
  expect((await verify(body.access_token)).status).toBe(401);
  const loginId = waiting[0]?.loginId ?? '';
  await letSomebodyIn(world.as(olga), loginId);
  const said = { name: 'Wanda', bio: '', roles: [], zone: 'UTC', transcript: false };
  await becomePerson(world.as(null), loginId, { handle: 'wanda', ...said });
  expect((await verify(body.access_token)).body.acct).toBe('wanda');
});

test('where one needs an invitation, nobody joins without one', async () => {
  await mode('invitation');
  const refused = await join('ivy');
  expect([refused.status, Object.keys(refused.body)]).toEqual([403, ['error']]);
  expect((await join('ivy', { invite_code: 'x'.repeat(32) })).status).toBe(403);
});

test('everything that is wrong is said at once, by field', async () => {
  const nothing = await call('POST /api/v1/accounts', { token, body: {} });
  expect(nothing.status).toBe(422);
  expect(nothing.body.error).toMatch(/^Validation failed: Username is missing, /);
  const wrong: [more: object, field: string, error: string][] = [
    [{ username: 'No spaces' }, 'username', 'ERR_INVALID'],
    [{ username: 'adm1n' }, 'username', 'ERR_RESERVED'],
    [{ username: 'o1ga' }, 'username', 'ERR_TAKEN'],
    [{ email: 'nowhere' }, 'email', 'ERR_INVALID'],
    [{ password: 'short' }, 'password', 'ERR_TOO_SHORT'],
    [{ password: 'x'.repeat(257) }, 'password', 'ERR_TOO_LONG'],
    [{ password: 'password12345' }, 'password', 'ERR_INVALID'],
    [{ agreement: false }, 'agreement', 'ERR_ACCEPTED'],
    [{ date_of_birth: '' }, 'date_of_birth', 'ERR_BLANK'],
    [{ date_of_birth: '24.12.1980' }, 'date_of_birth', 'ERR_INVALID'],
    [{ date_of_birth: '2010-11-23' }, 'date_of_birth', 'ERR_BELOW_LIMIT'],
    [{ reason: 'x'.repeat(601) }, 'reason', 'ERR_TOO_LONG'],
  ];
  for (const [more, field, error] of wrong) {
    await world.services.pool.query('delete from rate_limit');
    const { status, body } = await join('vera', more);
    expect([status, Object.keys(body.details)], JSON.stringify(more)).toEqual([422, [field]]);
    expect(body.details[field][0]).toEqual({ error, description: expect.any(String) });
  }
  expect((await join('vera', { date_of_birth: '2010-11-22' })).status, 'sixteen today').toBe(200);
});

test('OPS-18: five people join from one network in half an hour', async () => {
  for (let count = 0; count < 5; count += 1)
    expect((await join(`five_${count}`, {}, '2001:db8::1')).status).toBe(200);
  const sixth = await join('six', {}, '2001:db8::2');
  expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([429, '1800']);
  expect((await join('six', {}, '192.0.2.99')).status).toBe(200);
});

test('a letter that went astray is sent again, to a better address if there is one', async () => {
  const { access_token: own } = (await join('lost', { email: 'typo@example.net' })).body;
  const first = await linkTo('typo@example.net');
  const again = (body: object) => call('POST /api/v1/emails/confirmations', { token: own, body });
  expect((await again({ email: 'nowhere' })).status).toBe(422);
  expect((await again({ email: 'right@example.net' })).body).toEqual({});
  expect(await confirm(world.as(null), first, visit, password)).toEqual({ refused: 'gone' });
  const link = await linkTo('right@example.net');
  await confirm(world.as(null), link, visit, password);
  expect((await verify(own)).body.acct).toBe('lost');
});

test('OAU-07: only an app’s own token signs somebody up, and a letter needs the token that waits', async () => {
  const own = await aToken(world, olga, ['write']);
  const body = typed('zoe');
  expect((await call('POST /api/v1/accounts', { token: own, body })).status).toBe(403);
  expect((await call('POST /api/v1/accounts', { body })).status).toBe(401);
  const narrow = await aToken(world, null, ['read'], app);
  expect((await call('POST /api/v1/accounts', { token: narrow, body })).status).toBe(403);
  for (const other of [undefined, token, 'x'.repeat(43)]) {
    expect((await call('POST /api/v1/emails/confirmations', { token: other })).status).toBe(401);
    expect((await call('GET /api/v1/emails/check_confirmation', { token: other })).status).toBe(
      401,
    );
  }
});
