import { afterAll, beforeAll, expect, test } from 'vitest';
import { totpCode } from '../../../tests/makers/totp.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { newRecoveryCodes } from './recovery-codes.server.ts';
import {
  askToSwitchOff,
  stopOwnSwitchOff,
  stopSwitchOff,
  switchOffLostSteps,
} from './second-step-lost.server.ts';
import { isHalfWay, takeSecondStep } from './second-step-sign-in.server.ts';
import {
  beginSecondStep,
  confirmSecondStep,
  readSecondStep,
  switchOffSecondStep,
} from './second-step.server.ts';
import { createPerson } from './persons.server.ts';
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
const day = 86_400_000;
const visit = { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies: null };
const header = ({ cookies }: LetIn) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);

async function letterTo(email: string, words: string): Promise<string> {
  const found = () => lettersTo(email).find((text) => text.includes(words));
  await expect.poll(found).toBeDefined();
  return found() ?? '';
}

async function signedIn(email: string): Promise<Login> {
  const answer = await signIn(nobody, { email, password }, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  const login = await findLogin(world.services, header(answer));
  if (!login) throw new Error('not signed in');
  return login;
}

/** The code that the app shows now, or so many steps later. */
const shown = (secret: string, steps = 0) =>
  totpCode(secret, new Date(world.clock.now().getTime() + steps * 30_000));

interface Guarded {
  email: string;
  login: Login;
  secret: string;
  codes: string[];
}

/** Somebody whose account asks for a second step; the clock moves on, so that the app shows a new code. */
async function aGuarded(handle: string): Promise<Guarded> {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  const login = await signedIn(email);
  await beginSecondStep(nobody, login);
  const begun = await readSecondStep(nobody, login);
  if (begun.state !== 'waits') throw new Error(begun.state);
  const answer = await confirmSecondStep(nobody, login, shown(begun.secret));
  if ('refused' in answer) throw new Error(answer.refused);
  world.clock.turnBy(60_000);
  return { email, login, secret: begun.secret, codes: answer.codes };
}

/** A visit that has given the password; the second step is still to come. */
async function halfWay(email: string) {
  const answer = await signIn(nobody, { email, password }, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  expect(answer.step).toBe('second');
  return { ...visit, cookies: header(answer) };
}

test('a password alone leads half-way, and the code of the app all the way in', async () => {
  const { email, secret } = await aGuarded('guarded');
  const half = await halfWay(email);
  expect(await findLogin(world.services, half.cookies)).toBeNull();
  expect(await isHalfWay(nobody, half)).toBe(true);
  expect(await takeSecondStep(nobody, '000 000', half)).toEqual({ refused: 'wrong' });
  const answer = await takeSecondStep(nobody, ` ${shown(secret)} `, half);
  if ('refused' in answer) throw new Error(answer.refused);
  expect(answer.step).toBe('in');
  expect(await findViewer(world.services, header(answer))).toMatchObject({ handle: 'guarded' });
  expect(await isHalfWay(nobody, half)).toBe(false);
});

test('a code counts once, also when six bring it at the same moment', async () => {
  const { email, secret } = await aGuarded('once');
  const halves = [];
  for (let count = 0; count < 6; count += 1) halves.push(await halfWay(email));
  const code = shown(secret);
  const answers = await Promise.all(halves.map((half) => takeSecondStep(nobody, code, half)));
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  const again = await halfWay(email);
  expect(await takeSecondStep(nobody, code, again)).toEqual({ refused: 'wrong' });
  // Nor does an older one count once a newer one was used.
  expect(await takeSecondStep(nobody, shown(secret, -1), again)).toEqual({ refused: 'wrong' });
  world.clock.turnBy(16 * 60_000);
  const later = await halfWay(email);
  expect(await takeSecondStep(nobody, shown(secret, -2), later)).toEqual({ refused: 'wrong' });
  expect(await takeSecondStep(nobody, shown(secret, 1), later)).toMatchObject({ step: 'in' });
});

test('after five wrong codes one starts again, and the owner hears of it', async () => {
  const { email, secret } = await aGuarded('patient_one');
  const half = await halfWay(email);
  for (let count = 0; count < 5; count += 1)
    expect(await takeSecondStep(nobody, '123456', half)).toEqual({ refused: 'wrong' });
  expect(await takeSecondStep(nobody, shown(secret), half)).toEqual({ refused: 'gone' });
  await letterTo(email, 'They did not get in');
  expect(await takeSecondStep(nobody, shown(secret), await halfWay(email))).toMatchObject({
    step: 'in',
  });
});

test('tries are counted by account, however often somebody starts again and from wherever', async () => {
  const { email, secret } = await aGuarded('counted');
  const answers = [];
  for (let count = 0; count < 12; count += 1) {
    const half = { ...(await halfWay(email)), address: `198.51.100.${count}` };
    answers.push(await takeSecondStep(nobody, '123456', half));
  }
  expect(
    answers.filter((answer) => 'refused' in answer && answer.refused === 'tooFast'),
  ).not.toEqual([]);
  expect(await takeSecondStep(nobody, shown(secret), await halfWay(email))).toEqual({
    refused: 'tooFast',
  });
  world.clock.turnBy(16 * 60_000);
  expect(await takeSecondStep(nobody, shown(secret), await halfWay(email))).toMatchObject({
    step: 'in',
  });
});

test('being half-way is over after ten minutes', async () => {
  const { email, secret } = await aGuarded('slow');
  const half = await halfWay(email);
  world.clock.turnBy(10 * 60_000);
  expect(await takeSecondStep(nobody, shown(secret), half)).toEqual({ refused: 'gone' });
});

test('a recovery code opens once, says how many are left, and its owner hears of it', async () => {
  const { email, codes, login } = await aGuarded('papery');
  expect(new Set(codes).size).toBe(10);
  expect(codes.join(' ')).toMatch(/^[a-hjkmnp-z2-9 -]+$/);
  const [first = ''] = codes;
  const typed = first.toUpperCase().replaceAll('-', ' ');
  expect(await takeSecondStep(nobody, typed, await halfWay(email))).toMatchObject({
    step: 'in',
    codesLeft: 9,
  });
  expect(await takeSecondStep(nobody, first, await halfWay(email))).toEqual({ refused: 'wrong' });
  await letterTo(email, 'A recovery code was used');
  expect(await readSecondStep(nobody, login)).toMatchObject({ state: 'on', codesLeft: 9 });
  const { rows } = await world.services.pool.query('select r::text as row from recovery_code r');
  expect(JSON.stringify(rows)).not.toContain(first.replaceAll('-', ''));
});

test('new codes make the old ones void', async () => {
  const { email, codes, login } = await aGuarded('renewer');
  const fresh = await newRecoveryCodes(nobody, login);
  if ('refused' in fresh) throw new Error(fresh.refused);
  expect(await takeSecondStep(nobody, codes[1] ?? '', await halfWay(email))).toEqual({
    refused: 'wrong',
  });
  expect(await takeSecondStep(nobody, fresh.codes[1] ?? '', await halfWay(email))).toMatchObject({
    codesLeft: 9,
  });
});

test('a second step that nobody confirmed is not asked for, and its secret is sealed', async () => {
  const email = 'beginner@example.org';
  await createPerson(nobody, { handle: 'beginner', email, password });
  const login = await signedIn(email);
  await beginSecondStep(nobody, login);
  const begun = await readSecondStep(nobody, login);
  if (begun.state !== 'waits') throw new Error(begun.state);
  expect(begun.address).toMatch(
    /^otpauth:\/\/totp\/Pocket%20Friends.*algorithm=SHA1&digits=6&period=30/,
  );
  expect(await confirmSecondStep(nobody, login, '123456')).toEqual({ refused: 'wrong' });
  expect(await signIn(nobody, { email, password }, visit)).toMatchObject({ step: 'in' });
  const { rows } = await world.services.pool.query('select s::text as row from second_factor s');
  expect(JSON.stringify(rows)).not.toContain(begun.secret);
});

test('switching the second step on or off signs other devices out and tells the owner', async () => {
  const { email, login, secret } = await aGuarded('switcher');
  expect(await beginSecondStep(nobody, login)).toEqual({ refused: 'already' });
  const other = await takeSecondStep(nobody, shown(secret), await halfWay(email));
  if ('refused' in other) throw new Error(other.refused);
  await switchOffSecondStep(nobody, login);
  expect(await findViewer(world.services, header(other))).toBeNull();
  expect(await readSecondStep(nobody, login)).toEqual({ state: 'off' });
  expect(await newRecoveryCodes(nobody, login)).toEqual({ refused: 'gone' });
  await letterTo(email, 'The second step was switched on');
  await letterTo(email, 'The second step was switched off');
  expect(await signIn(nobody, { email, password }, visit)).toMatchObject({ step: 'in' });
});

test('a lost second step is off a day after a letter said so, and not before', async () => {
  const { email } = await aGuarded('loser');
  expect(await askToSwitchOff(nobody, visit)).toEqual({ refused: 'gone' });
  const asked = await askToSwitchOff(nobody, await halfWay(email));
  const offFrom = new Date(world.clock.now().getTime() + day);
  expect(asked).toEqual({ offFrom });
  await letterTo(email, 'stop it here');
  world.clock.turnBy(day - 60_000);
  await switchOffLostSteps(world.services);
  const half = await halfWay(email);
  expect(await askToSwitchOff(nobody, half)).toEqual({ offFrom });
  world.clock.turnBy(60_000);
  await switchOffLostSteps(world.services);
  expect(await signIn(nobody, { email, password }, visit)).toMatchObject({ step: 'in' });
  await letterTo(email, 'The second step was switched off');
});

test('whoever owns it stops that by the letter, on a signed-in device, or by giving the step', async () => {
  const { email, login, secret } = await aGuarded('stopper');
  await askToSwitchOff(nobody, await halfWay(email));
  const token = /stop\?token=([\w-]+)/.exec(await letterTo(email, 'stop it here'))?.[1] ?? '';
  const mallory = await halfWay(email);
  expect(await stopSwitchOff(nobody, token)).toBeUndefined();
  expect(await stopSwitchOff(nobody, token)).toEqual({ refused: 'gone' });
  expect(await isHalfWay(nobody, mallory)).toBe(false);
  await askToSwitchOff(nobody, await halfWay(email));
  expect(await readSecondStep(nobody, login)).toMatchObject({ offFrom: expect.any(Date) });
  await stopOwnSwitchOff(nobody, login);
  expect(await readSecondStep(nobody, login)).toMatchObject({ offFrom: undefined });
  await askToSwitchOff(nobody, await halfWay(email));
  await takeSecondStep(nobody, shown(secret), await halfWay(email));
  world.clock.turnBy(2 * day);
  await switchOffLostSteps(world.services);
  expect(await readSecondStep(nobody, login)).toMatchObject({ state: 'on', offFrom: undefined });
});
