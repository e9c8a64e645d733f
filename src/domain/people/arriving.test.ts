import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import {
  askToBeLetIn,
  letSomebodyIn,
  listWaiting,
  takeBackWish,
  turnSomebodyAway,
} from './admissions.server.ts';
import { standingOf } from './arriving.server.ts';
import { skeletonOf } from './handle.ts';
import { makeLogin } from './inner/logins.server.ts';
import { erase } from './keeper.server.ts';
import { becomePerson, createPerson } from './persons.server.ts';
import { findSetupLink, newSetupLink, setUp } from './setup.server.ts';
import { findLogin, signIn, type LetIn } from './sign-in.server.ts';
import { confirm, confirmByCode, signUp } from './sign-up.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let nobody: Ctx;
let operator: Viewer;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
  operator = await world.aPerson({ handle: 'keeper', operator: true });
});
beforeEach(async () => {
  await world.services.pool.query('delete from rate_limit');
  await changeSettings(world.as(operator), { signUp: 'open' });
});
afterAll(() => world.close());

const password = 'four plain words here';
const typed = (email: string, more = {}) => ({
  ...{ email, password: '', address: '192.0.2.1', next: '/' },
  ...more,
});
const visit = { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies: null };
const header = ({ cookies }: Pick<LetIn, 'cookies'>) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);

async function letterTo(email: string, count = 1): Promise<{ code: string; token: string }> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  const text = lettersTo(email).at(-1) ?? '';
  return {
    code: /\d{4} \d{4}/.exec(text)?.[0] ?? '',
    token: /token=([\w-]+)/.exec(text)?.[1] ?? '',
  };
}

/** Signs up and returns the cookies of that browser. */
async function asks(email: string, more = {}): Promise<string> {
  const answer = await signUp(nobody, typed(email, more));
  if ('refused' in answer) throw new Error(answer.refused);
  return header(answer);
}

const newcomer = (handle: string) => ({
  ...{ handle, name: handle, bio: '', roles: [], zone: 'UTC', transcript: true },
});

async function aLogin(): Promise<string> {
  return (await makeLogin(nobody, { email: `${randomUUID()}@example.org` })) ?? '';
}

test('the code of the letter lets in, typed with or without its space, once', async () => {
  const cookies = await asks('coded@example.org');
  const { code } = await letterTo('coded@example.org');
  const answers = await Promise.all(
    [code, code.replace(' ', '')].map((one) => confirmByCode(nobody, one, { ...visit, cookies })),
  );
  const [first] = answers.filter((answer) => !('refused' in answer));
  expect(answers.filter((answer) => 'refused' in answer)).toEqual([{ refused: 'wrong' }]);
  if (!first || 'refused' in first) throw new Error('nobody was let in');
  expect(await findLogin(world.services, header(first))).toMatchObject({
    email: 'coded@example.org',
    person: false,
  });
});

test('a code counts in the browser that asked for it only, for an hour, and for five tries', async () => {
  const cookies = await asks('tries@example.org');
  const { code } = await letterTo('tries@example.org');
  const other = await asks('somebody-else@example.org');
  for (const wrong of [null, other])
    expect(await confirmByCode(nobody, code, { ...visit, cookies: wrong })).toEqual({
      refused: 'wrong',
    });
  const before = world.clock.now();
  world.clock.turnBy(61 * 60_000);
  expect(await confirmByCode(nobody, code, { ...visit, cookies })).toEqual({ refused: 'wrong' });
  world.clock.turnTo(before);
  const wrong = code.startsWith('1') ? '2222 2222' : '1111 1111';
  for (let tries = 0; tries < 5; tries += 1)
    expect(await confirmByCode(nobody, wrong, { ...visit, cookies })).toEqual({ refused: 'wrong' });
  expect(await confirmByCode(nobody, code, { ...visit, cookies })).toEqual({ refused: 'wrong' });
});

test('for a known address there is a cookie and a place for a code as for any other, and no code opens it', async () => {
  await createPerson(nobody, { handle: 'known', email: 'known@example.org', password });
  const cookies = await asks('known@example.org');
  expect(cookies).toMatch(/^sign-up=[\w-]{32}$/);
  await expect.poll(() => lettersTo('known@example.org').join()).toMatch(/./);
  expect(lettersTo('known@example.org').join()).not.toMatch(/\d{4} \d{4}/);
  expect(await confirmByCode(nobody, '1234 5678', { ...visit, cookies })).toEqual({
    refused: 'wrong',
  });
});

test('whoever signs up with my address does not choose my password, even if I answer their letter', async () => {
  await asks('mine@example.org', { password: 'the squatters words' });
  const { token } = await letterTo('mine@example.org');
  expect(await confirm(nobody, token, visit, 'not what was chosen')).toEqual({ refused: 'wrong' });
  expect(await confirm(nobody, token, visit)).toMatchObject({ step: 'in' });
  const squatter = { email: 'mine@example.org', password: 'the squatters words', next: '/' };
  expect(await signIn(nobody, squatter, visit)).toEqual({ refused: 'wrong' });
});

test('a password that was chosen holds in the same browser, and elsewhere once it is typed again', async () => {
  for (const [email, again] of [
    ['same@example.org', ''],
    ['elsewhere@example.org', password],
  ] as const) {
    const cookies = await asks(email, { password });
    const { token } = await letterTo(email);
    await confirm(nobody, token, { ...visit, cookies: again ? null : cookies }, again);
    expect(await signIn(nobody, { email, password }, visit)).toMatchObject({
      step: 'in',
    });
  }
});

test('where the operator lets people in, one says a few words, waits, and gets a letter', async () => {
  await changeSettings(world.as(operator), { signUp: 'approval' });
  const cookies = await asks('knocks@example.org');
  const { code } = await letterTo('knocks@example.org');
  const answer = await confirmByCode(nobody, code, { ...visit, cookies });
  if ('refused' in answer) throw new Error(answer.refused);
  const id = (await findLogin(world.services, header(answer)))?.id ?? '';
  expect(await standingOf(nobody, id)).toBe('asks');
  expect(await becomePerson(nobody, id, newcomer('knocker'))).toEqual({ refused: 'notAdmitted' });
  await askToBeLetIn(nobody, id, 'I like reeds.');
  expect(await askToBeLetIn(nobody, id, 'Twice.')).toEqual({ refused: 'gone' });
  expect(await standingOf(nobody, id)).toBe('waits');
  await letterTo('keeper@example.org');
  expect(await listWaiting(world.as(await world.aPerson()))).toEqual({ refused: 'gone' });
  const waiting = await listWaiting(world.as(operator));
  expect(waiting).toMatchObject([{ loginId: id, words: 'I like reeds.' }]);
  expect(JSON.stringify(waiting)).not.toContain('knocks@');
  expect(await letSomebodyIn(world.as(await world.aPerson()), id)).toEqual({ refused: 'gone' });
  expect(await letSomebodyIn(world.as(operator), id)).toBeUndefined();
  await expect.poll(() => lettersTo('knocks@example.org').at(-1)).toContain('You are welcome');
  expect(await becomePerson(nobody, id, newcomer('knocker'))).toMatchObject({ handle: 'knocker' });
  const { rows } = await world.services.pool.query('select from admission');
  expect(rows).toEqual([]);
});

test('a no is a kind letter with the operator’s words, and leaves nothing behind', async () => {
  await changeSettings(world.as(operator), { signUp: 'approval' });
  const id = (await makeLogin(nobody, { email: 'turned@example.org' })) ?? '';
  await askToBeLetIn(nobody, id, 'Buy my tea.');
  const words = 'We are a club of readers.';
  expect(await turnSomebodyAway(world.as(operator), { loginId: id, words })).toBeUndefined();
  await expect.poll(() => lettersTo('turned@example.org').join()).toContain(words);
  expect(lettersTo('turned@example.org').join()).toContain('We are sorry');
  const { rows } = await world.services.pool.query('select from login where id = $1', [id]);
  expect(rows).toEqual([]);
  const again = await turnSomebodyAway(world.as(operator), { loginId: id, words });
  expect(again).toEqual({ refused: 'gone' });
  expect(await letSomebodyIn(world.as(operator), 'a\0b')).toEqual({ refused: 'gone' });
});

test('who waits may take their wish back, and everything of them goes', async () => {
  await changeSettings(world.as(operator), { signUp: 'approval' });
  const id = await aLogin();
  await askToBeLetIn(nobody, id, 'Hello.');
  await takeBackWish(nobody, id);
  const { rows } = await world.services.pool.query('select from login where id = $1', [id]);
  expect(rows).toEqual([]);
});

test('a handle that looks like another’s is refused as taken, also when both ask at once', async () => {
  const looks = ['morning_lark', 'mornlng_lark', 'm0rning__lark', 'rnorning_lark', 'morninglark'];
  const logins = await Promise.all(looks.map(() => aLogin()));
  const answers = await Promise.all(
    looks.map((handle, place) => becomePerson(nobody, logins[place] ?? '', newcomer(handle))),
  );
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(
    answers.filter((answer) => 'refused' in answer && answer.refused === 'taken'),
  ).toHaveLength(looks.length - 1);
  expect(await becomePerson(nobody, await aLogin(), newcomer('morning_dove'))).toHaveProperty(
    'personId',
  );
});

test('the handle of somebody who was erased is never given again, nor one that looks like it', async () => {
  const gone = await world.aPerson({ handle: 'gone_bird' });
  await inTransaction(nobody, (tx) => erase(tx, gone.personId));
  for (const handle of ['gone_bird', 'g0ne_bird'])
    expect(await becomePerson(nobody, await aLogin(), newcomer(handle))).toEqual({
      refused: 'taken',
    });
  expect(await becomePerson(nobody, await aLogin(), newcomer('gone_birds'))).toHaveProperty(
    'personId',
  );
});

test('SES-25: the set-up link is dead once somebody is operator, and of two who race one becomes it', async () => {
  const tokenOf = (link: string) => link.split('/').at(-1) ?? '';
  const about = (handle: string) => ({ handle, email: `${handle}@example.org`, password });
  const first = tokenOf(await newSetupLink(world.services));
  world.clock.turnBy(1000);
  await createPerson(nobody, { ...about('by_command'), operator: true });
  expect(await findSetupLink(nobody, first)).toBe(false);
  expect(await setUp(nobody, first, about('too_late'), visit)).toEqual({ refused: 'gone' });
  world.clock.turnBy(1000);
  const second = tokenOf(await newSetupLink(world.services));
  expect(await findSetupLink(nobody, second)).toBe(true);
  const racing = ['racer_one', 'racer_two'].map((h) => setUp(nobody, second, about(h), visit));
  const answers = await Promise.all(racing);
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(await findSetupLink(nobody, second)).toBe(false);
});

test('the database sees handles as the form does', async () => {
  const sign = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789_'.split(''), 'rn', 'vv');
  const handles = fc.sample(
    fc.array(sign, { minLength: 3, maxLength: 15 }).map((signs) => `a${signs.join('')}`),
    300,
  );
  const unique = [...new Set(handles)];
  await world.services.pool.query(
    `insert into person (handle, name) select h, h from unnest($1::text[]) h on conflict do nothing`,
    [unique],
  );
  const { rows } = await world.services.pool.query<{ handle: string; skeleton: string }>(
    'select handle, skeleton from person',
  );
  for (const { handle, skeleton } of rows) expect(skeleton).toBe(skeletonOf(handle));
});
