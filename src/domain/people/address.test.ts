import { afterAll, beforeAll, expect, test } from 'vitest';
import { totpCode } from '../../../tests/makers/totp.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import {
  askToChangeAddress,
  changeAddress,
  findNewAddress,
  findUndo,
  undoAddress,
} from './address.server.ts';
import { askForSignInLetter } from './letter-sign-in.server.ts';
import {
  askForNewPassword,
  changePassword,
  hasPassword,
  removePassword,
  setNewPassword,
} from './passwords.server.ts';
import { createPerson } from './persons.server.ts';
import { askToSwitchOff, switchOffLostSteps } from './second-step-lost.server.ts';
import { isHalfWay } from './second-step-sign-in.server.ts';
import { beginSecondStep, confirmSecondStep, readSecondStep } from './second-step.server.ts';
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
const header = ({ cookies }: Pick<LetIn, 'cookies'>) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);

async function letterTo(email: string, words: string): Promise<string> {
  const found = () => lettersTo(email).findLast((text) => text.includes(words));
  await expect.poll(found).toBeDefined();
  return found() ?? '';
}
const tokenIn = (letter: string) => /token=([\w-]+)/.exec(letter)?.[1] ?? '';

interface Device {
  login: Login;
  cookies: string;
}

async function signedIn(email: string, given = password): Promise<Device> {
  const answer = await signIn(nobody, { email, password: given }, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  const login = await findLogin(world.services, header(answer));
  if (!login) throw new Error('not signed in');
  return { login, cookies: header(answer) };
}

async function aMember(handle: string): Promise<Device & { email: string }> {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return { email, ...(await signedIn(email)) };
}

/** Changes an address through both letters, as its owner or as somebody who holds their device. */
async function changed(login: Login, email: string): Promise<void> {
  await askToChangeAddress(nobody, login, email);
  const token = tokenIn(await letterTo(email, 'from now on'));
  expect(await changeAddress(nobody, login, token)).toBeUndefined();
}

test('an address changes when the letter to the new one is answered, and not before', async () => {
  const { email, login } = await aMember('mover');
  const phone = await signedIn(email);
  const fresh = 'moved@example.org';
  expect(await askToChangeAddress(nobody, login, email)).toEqual({ refused: 'same' });
  expect(await askToChangeAddress(nobody, login, fresh)).toBeUndefined();
  const token = tokenIn(await letterTo(fresh, 'from now on'));
  await signedIn(email);
  expect(await findNewAddress(nobody, login, token)).toBe(fresh);
  expect(await changeAddress(nobody, login, token)).toBeUndefined();
  expect(await changeAddress(nobody, login, token)).toEqual({ refused: 'gone' });
  expect(await findViewer(world.services, phone.cookies)).toBeNull();
  await signedIn(fresh);
  expect(await signIn(nobody, { email, password }, visit)).toEqual({ refused: 'wrong' });
  await letterTo(email, 'undo it here');
});

test('the letter changes the address of the account that asked, and of no other', async () => {
  const { login } = await aMember('asker');
  const bystander = await aMember('bystander');
  const fresh = 'askers-new@example.org';
  await askToChangeAddress(nobody, login, fresh);
  const token = tokenIn(await letterTo(fresh, 'from now on'));
  expect(await findNewAddress(nobody, bystander.login, token)).toBeUndefined();
  expect(await changeAddress(nobody, bystander.login, token)).toEqual({ refused: 'gone' });
  world.clock.turnBy(day);
  expect(await changeAddress(nobody, login, token)).toEqual({ refused: 'gone' });
});

test('an address that has an account is answered alike, and its owner hears a neutral word', async () => {
  const { login } = await aMember('curious');
  const { email } = await aMember('settled');
  expect(await askToChangeAddress(nobody, login, email)).toBeUndefined();
  const letter = await letterTo(email, 'belongs to an account there already');
  expect(letter).not.toMatch(/token=|curious/);
});

test('SES-28: of two accounts that take one address at the same moment one gets it', async () => {
  const fresh = 'wanted@example.org';
  const members = [await aMember('first_taker'), await aMember('second_taker')];
  const tokens: string[] = [];
  for (const { login } of members) {
    await askToChangeAddress(nobody, login, fresh);
    await expect.poll(() => lettersTo(fresh).length).toBe(tokens.length + 1);
    tokens.push(tokenIn(lettersTo(fresh).at(-1) ?? ''));
  }
  const answers = await Promise.all(
    members.map(({ login }, at) => changeAddress(nobody, login, tokens[at] ?? '')),
  );
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  expect(answers).toContainEqual({ refused: 'gone' });
});

test('the old address can undo the change for seven days: everybody is signed out, the password gone', async () => {
  const { email, login, cookies } = await aMember('robbed');
  await changed(login, 'thief@example.org');
  const token = tokenIn(await letterTo(email, 'undo it here'));
  const thief = await signedIn('thief@example.org');
  await changed(thief.login, 'thief2@example.org');
  const thiefs = tokenIn(await letterTo('thief@example.org', 'undo it here'));
  // Recovering the account by the new address does not take the way back away.
  await askForNewPassword(nobody, { email: 'thief2@example.org', address: '192.0.2.1' });
  const reset = tokenIn(await letterTo('thief2@example.org', 'asked for a new password'));
  await setNewPassword(nobody, { token: reset, password: 'the squatters words' });
  world.clock.turnBy(7 * day - 1);
  expect(await findUndo(nobody, token)).toBe(true);
  const undone = await undoAddress(nobody, token);
  if ('refused' in undone) throw new Error(undone.refused);
  expect(await undoAddress(nobody, token)).toEqual({ refused: 'gone' });
  expect(await undoAddress(nobody, thiefs)).toEqual({ refused: 'gone' });
  for (const held of [cookies, thief.cookies])
    expect(await findLogin(world.services, held)).toBeNull();
  const squatter = { email, password: 'the squatters words', next: '/' };
  expect(await signIn(nobody, squatter, visit)).toEqual({ refused: 'wrong' });
  const chosen = { token: undone.newPassword, password: 'quite other words' };
  expect(await setNewPassword(nobody, chosen)).toBeUndefined();
  await signedIn(email, 'quite other words');
});

test('SES-04: undoing a change of address takes away what came with it, and leaves what was there', async () => {
  const { email, login } = await aMember('left_open');
  const add = async (name: string) => {
    const { pool, clock } = world.services;
    const row = [`key-${name}`, login.id, name, clock.now()];
    await pool.query(
      `insert into passkey (id, login_id, public_key, counter, backed_up, name, since)
       values ($1, $2, '', 0, false, $3, $4)`,
      row,
    );
    await pool.query(
      `insert into outside_account (issuer, subject, login_id, provider, label, since)
       values ('https://elsewhere.example', $1, $2, 'elsewhere', $3, $4)`,
      row,
    );
  };
  await add('long known');
  world.clock.turnBy(2 * day);
  await add('on the same day');
  world.clock.turnBy(3_600_000);
  await changed(login, 'intruder@example.org');
  const token = tokenIn(await letterTo(email, 'undo it here'));
  await add('after it');
  expect(await undoAddress(nobody, token)).toHaveProperty('newPassword');
  const { rows } = await world.services.pool.query(
    `select name from passkey where login_id = $1
     union all select label from outside_account where login_id = $1`,
    [login.id],
  );
  expect(rows).toEqual([{ name: 'long known' }, { name: 'long known' }]);
});

test('an old address that can get no letter keeps the change from happening', async () => {
  const { email, login } = await aMember('crowded');
  await askToChangeAddress(nobody, login, 'elsewhere@example.org');
  const token = tokenIn(await letterTo('elsewhere@example.org', 'from now on'));
  for (let count = 0; count < 5; count += 1)
    await askForNewPassword(nobody, { email, address: `192.0.2.${count}` });
  expect(await changeAddress(nobody, login, token)).toEqual({ refused: 'tooFast' });
  world.clock.turnBy(30 * 60_000);
  expect(await changeAddress(nobody, login, token)).toBeUndefined();
});

test('SES-04: recovery drops what a stranger began: changes of address, half-way visits, a step to switch off', async () => {
  const { email, login } = await aMember('recoverer');
  await beginSecondStep(nobody, login);
  const begun = await readSecondStep(nobody, login);
  if (begun.state !== 'waits') throw new Error(begun.state);
  await confirmSecondStep(nobody, login, totpCode(begun.secret, world.clock.now()));
  // Mallory knows the password and holds a device.
  const fresh = 'mallory@example.org';
  await askToChangeAddress(nobody, login, fresh);
  const change = tokenIn(await letterTo(fresh, 'from now on'));
  const half = await signIn(nobody, { email, password }, visit);
  if ('refused' in half) throw new Error(half.refused);
  const mallory = { ...visit, cookies: header(half) };
  expect(await askToSwitchOff(nobody, mallory)).toHaveProperty('offFrom');
  expect(await isHalfWay(nobody, mallory)).toBe(true);

  await askForNewPassword(nobody, { email, address: '192.0.2.1' });
  const token = tokenIn(await letterTo(email, 'asked for a new password'));
  expect(await setNewPassword(nobody, { token, password: 'quite other words' })).toBeUndefined();

  expect(await findLogin(world.services, mallory.cookies)).toBeNull();
  expect(await changeAddress(nobody, login, change)).toEqual({ refused: 'gone' });
  expect(await isHalfWay(nobody, mallory)).toBe(false);
  world.clock.turnBy(2 * day);
  await switchOffLostSteps(world.services);
  const again = { email, password: 'quite other words', next: '/' };
  expect(await signIn(nobody, again, visit)).toMatchObject({ step: 'second' });
});

test('SES-04: a change of the password stops the wait that somebody with the old one began', async () => {
  const { email, login } = await aMember('keeps_the_step');
  await beginSecondStep(nobody, login);
  const begun = await readSecondStep(nobody, login);
  if (begun.state !== 'waits') throw new Error(begun.state);
  await confirmSecondStep(nobody, login, totpCode(begun.secret, world.clock.now()));
  const half = await signIn(nobody, { email, password }, visit);
  if ('refused' in half) throw new Error(half.refused);
  const mallory = { ...visit, cookies: header(half) };
  expect(await askToSwitchOff(nobody, mallory)).toHaveProperty('offFrom');
  await changePassword(nobody, login, { old: password, fresh: 'quite other words' });
  world.clock.turnBy(2 * day);
  await switchOffLostSteps(world.services);
  expect(await readSecondStep(nobody, login)).toMatchObject({ state: 'on', offFrom: undefined });
});

test('SES-04: a change of the password makes links that were sent before void', async () => {
  const { email, login } = await aMember('changer_one');
  await askForNewPassword(nobody, { email, address: '192.0.2.1' });
  const token = tokenIn(await letterTo(email, 'asked for a new password'));
  await askForSignInLetter(nobody, { email, next: '/' }, visit);
  await askToChangeAddress(nobody, login, 'left-open@example.org');
  const change = tokenIn(await letterTo('left-open@example.org', 'from now on'));
  await changePassword(nobody, login, { old: password, fresh: 'quite other words' });
  expect(await setNewPassword(nobody, { token, password: 'third other words' })).toEqual({
    refused: 'gone',
  });
  expect(await changeAddress(nobody, login, change)).toEqual({ refused: 'gone' });
  const { rows } = await world.services.pool.query('select kind from proof where about = any($1)', [
    [email, login.id],
  ]);
  expect(rows).toEqual([]);
});

test('a password can be set where there is none, and removed where there is another way', async () => {
  const { email, login } = await aMember('keyholder');
  expect(await removePassword(nobody, login)).toEqual({ refused: 'last' });
  await world.services.pool.query(
    `insert into passkey (id, login_id, public_key, counter, backed_up, name, since)
      values ('key', $1, '', 0, false, 'Phone', now())`,
    [login.id],
  );
  expect(await removePassword(nobody, login)).toBeUndefined();
  expect(await hasPassword(nobody, login)).toBe(false);
  expect(await signIn(nobody, { email, password }, visit)).toEqual({ refused: 'wrong' });
  const weak = await changePassword(nobody, login, { old: '', fresh: 'keyholder2026' });
  expect(weak).toEqual({ refused: 'weak', fault: 'own' });
  expect(
    await changePassword(nobody, login, { old: '', fresh: 'quite other words' }),
  ).toBeUndefined();
  await signedIn(email, 'quite other words');
  await letterTo(email, 'The password was removed');
  await letterTo(email, 'A password was set');
});
