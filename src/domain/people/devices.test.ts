import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { endDevice, endOtherDevices, listDevices } from './devices.server.ts';
import { exportFor } from './keeper.server.ts';
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
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Version/20.0 Safari/604.1';
const desk = 'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0';
const header = ({ cookies }: LetIn) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const cookieIn = (cookies: string, name: string) =>
  cookies.split('; ').find((pair) => pair.startsWith(`${name}=`)) ?? '';
const lettersTo = (handle: string) =>
  world.letters.filter(({ to }) => to === `${handle}@example.org`);

async function aMember(handle: string): Promise<void> {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
}

/** Signs in by password, and returns all cookies that the browser then holds. */
async function signedIn(handle: string, agent = phone, cookies: string | null = null) {
  const typed = { email: `${handle}@example.org`, password, next: '/' };
  const answer = await signIn(nobody, typed, { address: '192.0.2.1', agent, cookies });
  if ('refused' in answer) throw new Error(answer.refused);
  return header(answer);
}

async function loginBy(cookie: string): Promise<Login> {
  const login = await findLogin(world.services, cookie);
  if (!login) throw new Error('not signed in');
  return login;
}

/** Waits until the letters that were asked for so far are written. */
async function lettersAreOut(): Promise<void> {
  const waiting = `select 1 from pgboss.job where name = 'letter' and state < 'completed'`;
  await expect.poll(async () => (await world.services.pool.query(waiting)).rows.length).toBe(0);
}

test('people see where they are signed in, since when and how, to the day and no more', async () => {
  await aMember('looker');
  const here = await signedIn('looker');
  await signedIn('looker', desk);
  const devices = await listDevices(nobody, await loginBy(here));
  const today = { since: '2026-11-22', seen: '2026-11-22', method: 'password' };
  expect(devices).toMatchObject([
    { device: 'Safari on an iPhone', here: true, ...today },
    { device: 'Firefox on Linux', here: false, ...today },
  ]);
  expect(JSON.stringify(devices)).not.toMatch(/192\.0\.2|Mozilla|T\d\d:/);
});

test('a lost device is signed out at once, and the others stay', async () => {
  await aMember('loser');
  const [here, lost, other] = [
    await signedIn('loser'),
    await signedIn('loser'),
    await signedIn('loser', desk),
  ];
  const login = await loginBy(here);
  const { sessionId } = await loginBy(lost);
  expect(await endDevice(nobody, login, sessionId)).toBeUndefined();
  expect(await findViewer(world.services, lost)).toBeNull();
  expect(await findViewer(world.services, other)).toMatchObject({ handle: 'loser' });
  await endOtherDevices(nobody, login);
  expect(await findViewer(world.services, other)).toBeNull();
  expect(await findViewer(world.services, here)).toMatchObject({ handle: 'loser' });
  expect(await endDevice(nobody, login, sessionId)).toEqual({ refused: 'gone' });
});

test('the device of another is as absent as one that never was', async () => {
  await aMember('meddler');
  await aMember('meddled');
  const theirs = await signedIn('meddled');
  const login = await loginBy(await signedIn('meddler'));
  const { sessionId } = await loginBy(theirs);
  for (const id of [sessionId, 'nothing', '', 'a\0b'])
    expect(await endDevice(nobody, login, id)).toEqual({ refused: 'gone' });
  expect(await findViewer(world.services, theirs)).toMatchObject({ handle: 'meddled' });
});

test('SES-12: a fresh id after each step of signing in, and the one before is dead', async () => {
  await aMember('stepper');
  const planted = 'session=planted-by-somebody; device=known';
  const first = await signedIn('stepper', phone, planted);
  expect(cookieIn(first, 'session')).not.toContain('planted');
  expect(await findViewer(world.services, planted)).toBeNull();
  const again = await signedIn('stepper', phone, first);
  expect(cookieIn(again, 'session')).not.toBe(cookieIn(first, 'session'));
  expect(await findViewer(world.services, first)).toBeNull();
  // Control: the newest one works, and another device was not touched.
  expect(await findViewer(world.services, again)).toMatchObject({ handle: 'stepper' });
  const elsewhere = await signedIn('stepper', desk);
  expect(await findViewer(world.services, again)).toMatchObject({ handle: 'stepper' });
  expect(await findViewer(world.services, elsewhere)).toMatchObject({ handle: 'stepper' });
});

test('a device that is new causes one letter, and a known one none', async () => {
  await aMember('watched');
  const first = await signedIn('watched');
  await signedIn('watched', phone, cookieIn(first, 'device'));
  await lettersAreOut();
  expect(lettersTo('watched')).toEqual([]);
  const second = await signedIn('watched', desk);
  await lettersAreOut();
  expect(lettersTo('watched')).toMatchObject([
    { subject: 'A new device signed in', text: expect.stringContaining('Firefox on Linux') },
  ]);
  await signedIn('watched', desk, cookieIn(second, 'device'));
  await lettersAreOut();
  expect(lettersTo('watched')).toHaveLength(1);
});

test('HLT-24: two accounts on one phone are linked by no row, list, copy or letter', async () => {
  await aMember('patient_self');
  await aMember('working_self');
  // Each is known from a desk of its own, then both are used on one phone, one after the other.
  await signedIn('patient_self', desk);
  await signedIn('working_self', desk);
  const one = await signedIn('patient_self');
  const two = await signedIn('working_self', phone, one);
  expect(cookieIn(two, 'device')).toBe(cookieIn(one, 'device'));
  await lettersAreOut();
  // The phone is new to each of them: that the other was there first is told to nobody.
  const letters = ['patient_self', 'working_self'].map((handle) => lettersTo(handle));
  expect(letters.map((all) => all.map(({ subject }) => subject))).toEqual([
    ['A new device signed in'],
    ['A new device signed in'],
  ]);
  const [mine, theirs] = letters.flat();
  expect(mine?.messageId).not.toBe(theirs?.messageId);
  expect(JSON.stringify(mine)).not.toContain('working_self');
  expect(JSON.stringify(theirs)).not.toContain('patient_self');
  const kept = `select l.email, k.device_hash as mark from known_device k join login l on l.id = k.login_id
    where l.email like '%\\_self@example.org'
    union all select l.email, s.id from session s join login l on l.id = s.login_id
    where l.email like '%\\_self@example.org'`;
  const { rows } = await world.services.pool.query<{ email: string; mark: string }>(kept);
  const marksOf = (handle: string) =>
    rows.filter(({ email }) => email.startsWith(handle)).map(({ mark }) => mark);
  expect(marksOf('patient_self').filter((mark) => marksOf('working_self').includes(mark))).toEqual(
    [],
  );
  const login = await loginBy(two);
  expect((await listDevices(nobody, login)).map(({ device }) => device)).toEqual([
    'Safari on an iPhone',
    'Firefox on Linux',
  ]);
  const viewer = await findViewer(world.services, two);
  const copy = JSON.stringify(await exportFor(nobody, viewer?.personId ?? ''));
  expect(copy).toContain('working_self');
  expect(copy).not.toContain('patient_self');
  for (const mark of rows.map(({ mark }) => mark)) expect(copy).not.toContain(mark);
});
