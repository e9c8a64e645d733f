import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passkeyDevice } from '../../../tests/doubles/passkey-device.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { beginTotp, confirmTotp, findTotp } from './inner/totp-factor.server.ts';
import { addPasskey, passkeyToAdd } from './passkeys.server.ts';
import { createPerson } from './persons.server.ts';
import {
  findWaysToProve,
  proveByLetter,
  proveByPasskey,
  proveByPassword,
  sendProveCode,
  type Proved,
} from './prove.server.ts';
import { findLogin, findViewer, signIn, type LetIn, type Login } from './sign-in.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
});
afterAll(() => world.close());

const password = 'four plain words here';
const agent = 'Firefox/149.0 Android';
const header = ({ cookies }: Pick<LetIn, 'cookies'>) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);

let count = 0;
/** Somebody who has been signed in for an hour, so that they have to prove themselves. */
async function anHourIn(): Promise<{ cookie: string; login: Login }> {
  const handle = `prover_${++count}`;
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  const visit = { address: '192.0.2.1', agent, cookies: null };
  const answer = await signIn(nobody, { email, password }, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  world.clock.turnBy(60 * 60_000);
  const cookie = header(answer);
  return { cookie, login: await loginBy(cookie) };
}

async function loginBy(cookie: string): Promise<Login> {
  const login = await findLogin(world.services, cookie);
  if (!login) throw new Error('not signed in');
  return login;
}

/** The login as its renewed session knows it. */
function provedBy(answer: Proved | { refused: string }): Promise<Login> {
  if ('refused' in answer) throw new Error(answer.refused);
  return loginBy(header(answer));
}

async function codeFor(login: Login, letters = 1): Promise<string> {
  expect(await sendProveCode(nobody, login)).toBeUndefined();
  await expect.poll(() => lettersTo(login.email).length).toBeGreaterThanOrEqual(letters);
  return /\b(\d{4} \d{4})\b/.exec(lettersTo(login.email).at(-1) ?? '')?.[1] ?? '';
}

/** A second step that is on; `code` is what the app shows now. */
async function withSecondStep({ id }: Login): Promise<() => string> {
  await beginTotp(nobody, id);
  const secret = (await findTotp(nobody, id))?.secret ?? '';
  const app = new TOTP({ secret });
  const code = () => app.generate({ timestamp: world.clock.now().getTime() });
  expect(await confirmTotp(nobody, id, code())).toBeTruthy();
  world.clock.turnBy(60_000);
  return code;
}

test('SES-12: showing that it is oneself gives a fresh id, and the one before is dead', async () => {
  const { cookie, login } = await anHourIn();
  const answer = await proveByPassword(nobody, login, { password, step: '' });
  const fresh = await provedBy(answer);
  expect(fresh.proved).toEqual(world.clock.now());
  expect(fresh.sessionId).toBe(login.sessionId);
  expect(await findViewer(world.services, cookie)).toBeNull();
});

test('a password that is not theirs proves nothing, and a stolen device cannot go on guessing', async () => {
  const { cookie, login } = await anHourIn();
  const guesses = [];
  for (let time = 0; time < 21; time += 1)
    guesses.push(await proveByPassword(nobody, login, { password: `guess ${time}`, step: '' }));
  expect(guesses.slice(-2)).toEqual([{ refused: 'wrong' }, { refused: 'tooFast' }]);
  expect(await proveByPassword(nobody, login, { password, step: '' })).toEqual({
    refused: 'tooFast',
  });
  expect((await loginBy(cookie)).proved).toEqual(login.proved);
  world.clock.turnBy(15 * 60_000);
  await provedBy(await proveByPassword(nobody, login, { password, step: '' }));
});

test('whoever has a second step gives it here too, beside the password and beside the letter', async () => {
  const { login } = await anHourIn();
  const code = await withSecondStep(login);
  expect(await findWaysToProve(nobody, login)).toMatchObject({ password: true, secondStep: true });
  for (const step of ['', '000000', 'abcd-efgh'])
    expect(await proveByPassword(nobody, login, { password, step })).toEqual({
      refused: 'wrongStep',
    });
  const letter = await codeFor(login);
  expect(await proveByLetter(nobody, login, { code: letter, step: '' })).toEqual({
    refused: 'wrongStep',
  });
  const fresh = await provedBy(await proveByLetter(nobody, login, { code: letter, step: code() }));
  world.clock.turnBy(60_000);
  await provedBy(await proveByPassword(nobody, fresh, { password, step: code() }));
});

test('whoever has no password proves themselves by a letter', async () => {
  const { login } = await anHourIn();
  await world.services.pool.query('delete from password where login_id = $1', [login.id]);
  expect(await findWaysToProve(nobody, login)).toMatchObject({
    password: false,
    passkey: undefined,
    codeSent: false,
  });
  expect(await proveByPassword(nobody, login, { password, step: '' })).toEqual({
    refused: 'wrong',
  });
  const code = await codeFor(login);
  expect(await findWaysToProve(nobody, login)).toMatchObject({ codeSent: true });
  await provedBy(await proveByLetter(nobody, login, { code: ` ${code} `, step: '' }));
  expect(await proveByLetter(nobody, login, { code, step: '' })).toEqual({ refused: 'late' });
});

test('a letter’s code counts for ten minutes, five tries, and the session that asked for it', async () => {
  const { login } = await anHourIn();
  const other = (await anHourIn()).login;
  const first = await codeFor(login);
  expect(await proveByLetter(nobody, other, { code: first, step: '' })).toEqual({
    refused: 'late',
  });
  const second = await codeFor(login, 2);
  if (first !== second)
    expect(await proveByLetter(nobody, login, { code: first, step: '' })).toEqual({
      refused: 'wrong',
    });
  for (let time = 0; time < 4; time += 1)
    await proveByLetter(nobody, login, { code: '', step: '' });
  expect(await proveByLetter(nobody, login, { code: second, step: '' })).toEqual({
    refused: 'late',
  });
  const third = await codeFor(login, 3);
  world.clock.turnBy(10 * 60_000);
  expect(await proveByLetter(nobody, login, { code: third, step: '' })).toEqual({
    refused: 'late',
  });
  const fourth = await codeFor(login, 4);
  await provedBy(await proveByLetter(nobody, login, { code: fourth, step: '' }));
});

test('an address gets no sixth letter however often a code is asked for', async () => {
  const { login } = await anHourIn();
  const answers = [];
  for (let time = 0; time < 6; time += 1) answers.push(await sendProveCode(nobody, login));
  expect(answers.at(-1)).toEqual({ refused: 'tooFast' });
  expect(answers.slice(0, 5)).toEqual(Array(5).fill(undefined));
});

test('a passkey of one’s own proves by itself, and the passkey of another does not', async () => {
  const { login } = await anHourIn();
  const stranger = (await anHourIn()).login;
  const device = passkeyDevice(world.services.config.origin);
  const theirs = passkeyDevice(world.services.config.origin);
  const add = async (own: Login, on: typeof device) => {
    const answer = on.make(await passkeyToAdd(nobody, own));
    const added = await addPasskey(nobody, own, { answer, agent });
    if ('refused' in added) throw new Error(added.refused);
  };
  await add(login, device);
  await add(stranger, theirs);
  const ask = async () => (await findWaysToProve(nobody, login)).passkey ?? '';
  const options = await ask();
  expect(JSON.parse(options).allowCredentials).toHaveLength(1);
  expect(await proveByPasskey(nobody, login, theirs.show(options))).toEqual({
    refused: 'unknown',
  });
  const answer = device.show(await ask());
  expect(await proveByPasskey(nobody, stranger, answer)).toEqual({ refused: 'unknown' });
  const fresh = await provedBy(await proveByPasskey(nobody, login, answer));
  expect(fresh.proved).toEqual(world.clock.now());
  expect(await proveByPasskey(nobody, login, answer)).toEqual({ refused: 'unknown' });
});

test('a session that was ended meanwhile is not brought back by proving it', async () => {
  const { login } = await anHourIn();
  await world.services.pool.query('delete from session where id = $1', [login.sessionId]);
  expect(await proveByPassword(nobody, login, { password, step: '' })).toEqual({
    refused: 'gone',
  });
});
