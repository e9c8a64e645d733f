import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { makeLogin } from './inner/logins.server.ts';
import { sessionHash } from './inner/session.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import { sendLetter } from './letters.server.ts';
import { askForNewPassword, changePassword, setNewPassword } from './passwords.server.ts';
import { becomePerson, createPerson } from './persons.server.ts';
import { findProfile } from './profile.server.ts';
import { readHouse } from './house-report.server.ts';
import { findSetupLink, newSetupLink, setUp } from './setup.server.ts';
import { findLogin, findViewer, signIn, signOut, type LetIn } from './sign-in.server.ts';
import { confirm, signUp } from './sign-up.server.ts';
import { forgetWhatIsOver } from './tidy.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { makeMailer, type Letter } from '#platform/mail.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
});
afterAll(() => world.close());

const password = 'four plain words here';
const typed = (email: string, more = {}) => ({
  email,
  password,
  address: '192.0.2.1',
  next: '/',
  ...more,
});
const profile = (handle: string) => ({
  ...{ handle, name: handle, bio: '', roles: [], zone: 'UTC', transcript: true },
});
const visit = { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies: null };
const header = ({ cookies }: LetIn) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

/** Waits for the job that writes the letter; the newest to this address. */
async function letterTo(email: string, count = 1): Promise<string> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  return lettersTo(email).at(-1) ?? '';
}
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);
const tokenIn = (letter: string) => /token=([\w-]+)/.exec(letter)?.[1] ?? '';

function expectIn(answer: LetIn | { refused: string }): LetIn {
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`);
  return answer;
}

async function aMember(handle: string): Promise<{ email: string; personId: string }> {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return { email, personId: made.personId };
}

test('a person is known by the session cookie until it ends', async () => {
  const anna = await world.aPatient();
  const cookie = await world.cookieOf(anna);
  expect(await findViewer(world.services, cookie)).toMatchObject({ handle: anna.handle });
  expect(await findViewer(world.services, cookie.replace('=', '=x'))).toBeNull();
  const before = world.clock.now();
  world.clock.turnBy(2 * 86_400_000);
  expect(await findViewer(world.services, cookie)).toBeNull();
  world.clock.turnTo(before);
});

test('somebody signs up, answers the letter, and chooses a handle', async () => {
  await signUp(nobody, typed('zoe@example.org', { next: '/club' }));
  const letter = await letterTo('zoe@example.org');
  expect(letter).toContain('&next=%2Fclub');
  const cookie = expectIn(await confirm(nobody, tokenIn(letter), visit));
  expect(await findViewer(world.services, header(cookie))).toBeNull();
  const login = await findLogin(world.services, header(cookie));
  expect(login).toMatchObject({ email: 'zoe@example.org', person: false });
  await becomePerson(nobody, login?.id ?? '', { ...profile('zoe'), roles: ['patient'] });
  expect(await findViewer(world.services, header(cookie))).toMatchObject({
    handle: 'zoe',
    operator: false,
  });
  expect(await findProfile(nobody, 'zoe')).toMatchObject({ roles: [{ role: 'patient' }] });
});

test('the link of a letter works once, and for one day', async () => {
  await signUp(nobody, typed('late@example.org'));
  const token = tokenIn(await letterTo('late@example.org'));
  const before = world.clock.now();
  world.clock.turnBy(25 * 3_600_000);
  expect(await confirm(nobody, token, visit)).toEqual({ refused: 'gone' });
  world.clock.turnTo(before);
  const answers = await Promise.all([1, 2, 3].map(() => confirm(nobody, token, visit)));
  expect(answers.filter((answer) => 'refused' in answer)).toHaveLength(2);
});

test('a stranger who signs up with my address first does not choose my password', async () => {
  await signUp(nobody, typed('mine@example.org', { password: 'the squatters words' }));
  await letterTo('mine@example.org');
  await signUp(nobody, typed('mine@example.org'));
  const letter = await letterTo('mine@example.org', 2);
  expectIn(await confirm(nobody, tokenIn(letter), visit, password));
  const squatter = await signIn(
    nobody,
    typed('mine@example.org', { password: 'the squatters words' }),
    visit,
  );
  expect(squatter).toEqual({ refused: 'wrong' });
  expectIn(await signIn(nobody, typed('mine@example.org'), visit));
});

test('signing up with a known address answers alike, and tells its owner by letter', async () => {
  const { email } = await aMember('known');
  const answer = await signUp(nobody, typed(email, { password: 'some other words' }));
  expect(answer).toHaveProperty('cookies');
  expect(await letterTo(email)).toContain('You have one already');
  expectIn(await signIn(nobody, typed(email), visit));
});

test('a wrong password, an unknown address and one that waits are refused alike', async () => {
  const { email } = await aMember('right');
  await signUp(nobody, typed('waits@example.org'));
  await letterTo('waits@example.org');
  const answers = await Promise.all([
    signIn(nobody, typed(email, { password: 'wrong wrong wrong' }), visit),
    signIn(nobody, typed('unknown@example.org'), visit),
    signIn(nobody, typed('waits@example.org'), visit),
    signIn(nobody, typed('not-an-address'), visit),
  ]);
  expect(answers).toEqual(answers.map(() => ({ refused: 'wrong' })));
  expectIn(await confirm(nobody, tokenIn(await letterTo('waits@example.org')), visit));
});

test('one address gets at most five letters in half an hour', async () => {
  for (let count = 0; count < 8; count += 1) await signUp(nobody, typed('flooded@example.org'));
  await letterTo('flooded@example.org', 5);
  await signUp(nobody, typed('marker@example.org'));
  await letterTo('marker@example.org');
  expect(lettersTo('flooded@example.org')).toHaveLength(5);
});

// SES-10: one limit for letters of every kind
test('asking for new passwords brings an address no sixth letter', async () => {
  const email = 'weary@example.org';
  await makeLogin(nobody, { email, passwordHash: 'none' });
  for (let count = 0; count < 4; count += 1) await signUp(nobody, typed(email));
  for (let count = 0; count < 4; count += 1)
    await askForNewPassword(nobody, { email, address: '203.0.113.9' });
  await letterTo(email, 5);
  await signUp(nobody, typed('after-weary@example.org'));
  await letterTo('after-weary@example.org');
  expect(lettersTo(email)).toHaveLength(5);
});

test('whoever guesses is stopped by account, from wherever they come', async () => {
  const { email } = await aMember('guessed');
  const answers = [];
  for (let count = 0; count < 21; count += 1) {
    answers.push(
      await signIn(nobody, typed(email, { password: 'x' }), {
        ...visit,
        address: `198.51.100.${count}`,
      }),
    );
  }
  expect(
    answers.filter((answer) => 'refused' in answer && answer.refused === 'tooFast'),
  ).toHaveLength(1);
  expect(await signIn(nobody, typed(email), visit)).toEqual({ refused: 'tooFast' });
  const before = world.clock.now();
  world.clock.turnBy(15 * 60_000);
  expectIn(await signIn(nobody, typed(email), visit));
  world.clock.turnTo(before);
});

test('a session that is not used is over thirty days later by the clock of the house', async () => {
  const { email } = await aMember('thirty');
  const cookie = header(expectIn(await signIn(nobody, typed(email), visit)));
  const before = world.clock.now();
  world.clock.turnBy(30 * 86_400_000 - 1000);
  expect(await findLogin(world.services, cookie)).toMatchObject({ email });
  world.clock.turnBy(1000);
  expect(await findViewer(world.services, cookie)).toBeNull();
  await forgetWhatIsOver(world.services);
  const hash = sessionHash(world.services, cookie);
  const { rows } = await world.services.pool.query('select 1 from session where token_hash = $1', [
    hash,
  ]);
  expect(rows).toEqual([]);
  world.clock.turnTo(before);
});

test('signing out ends that session in the database and no other', async () => {
  const { email } = await aMember('leaver');
  const phone = header(expectIn(await signIn(nobody, typed(email), visit)));
  const desk = header(expectIn(await signIn(nobody, typed(email), visit)));
  await signOut(nobody, phone);
  expect(await findViewer(world.services, phone)).toBeNull();
  expect(await findViewer(world.services, desk)).toMatchObject({ handle: 'leaver' });
});

test('a new password by letter works once and signs every device out', async () => {
  const { email } = await aMember('forgetful');
  const old = header(expectIn(await signIn(nobody, typed(email), visit)));
  expect(await askForNewPassword(nobody, { email, address: '192.0.2.7' })).toBeUndefined();
  expect(
    await askForNewPassword(nobody, { email: 'no@example.org', address: '192.0.2.7' }),
  ).toBeUndefined();
  const token = tokenIn(await letterTo(email));
  const { rows } = await world.services.pool.query('select proof::text from proof');
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(await setNewPassword(nobody, { token, password: 'quite other words' })).toBeUndefined();
  expect(await setNewPassword(nobody, { token, password: 'third other words' })).toEqual({
    refused: 'gone',
  });
  expect(await findViewer(world.services, old)).toBeNull();
  expect(await signIn(nobody, typed(email), visit)).toEqual({ refused: 'wrong' });
  expectIn(await signIn(nobody, typed(email, { password: 'quite other words' }), visit));
  expect(lettersTo('no@example.org')).toEqual([]);
});

test('a changed password signs the other devices out and needs the old one', async () => {
  const { email } = await aMember('careful');
  const here = header(expectIn(await signIn(nobody, typed(email), visit)));
  const there = header(expectIn(await signIn(nobody, typed(email), visit)));
  const login = await findLogin(world.services, here);
  if (!login) throw new Error('not signed in');
  const wrong = await changePassword(nobody, login, {
    old: 'not my password',
    fresh: 'quite other words',
  });
  expect(wrong).toEqual({ refused: 'wrong' });
  await changePassword(nobody, login, { old: password, fresh: 'quite other words' });
  expect(await findViewer(world.services, here)).toMatchObject({ handle: 'careful' });
  expect(await findViewer(world.services, there)).toBeNull();
  expectIn(await signIn(nobody, typed(email, { password: 'quite other words' }), visit));
});

test('of fifty who want one handle at the same moment one gets it, and the rest hear so', async () => {
  const logins = await Promise.all(
    Array.from({ length: 50 }, () =>
      makeLogin(nobody, { email: `${randomUUID()}@example.org`, passwordHash: 'x' }),
    ),
  );
  const answers = await Promise.all(
    logins.map((id) => becomePerson(nobody, id ?? '', profile('wanted'))),
  );
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(
    answers.filter((answer) => 'refused' in answer && answer.refused === 'taken'),
  ).toHaveLength(49);
  const winner = logins[answers.findIndex((answer) => !('refused' in answer))] ?? '';
  expect(await becomePerson(nobody, winner, profile('second'))).toEqual({ refused: 'already' });
});

test('a person is made whole or not at all', async () => {
  await aMember('whole');
  const half = await createPerson(nobody, { handle: 'whole', email: 'half@example.org', password });
  expect(half).toMatchObject({ refused: 'handleTaken' });
  const same = await createPerson(nobody, {
    handle: 'other',
    email: 'WHOLE@example.org',
    password,
  });
  expect(same).toMatchObject({ refused: 'addressTaken' });
  const bad = await createPerson(nobody, {
    handle: 'admin',
    email: 'x',
    password: 'short',
    roles: ['patient'],
  });
  expect(bad).toMatchObject({
    refused: 'invalid',
    faults: { handle: /./, email: /./, password: /./ },
  });
  const { rows } = await world.services.pool.query(
    `select 1 from login where email = 'half@example.org'`,
  );
  expect(rows).toEqual([]);
});

test('the set-up link makes one operator, also when two press at once, and is gone afterwards', async () => {
  const link = await newSetupLink(world.services);
  const token = link.split('/').at(-1) ?? '';
  const about = { email: 'op@example.org', password, handle: 'keeper', name: 'Keeper' };
  expect(await setUp(nobody, token, { ...about, handle: 'admin' }, visit)).toMatchObject({
    refused: 'invalid',
  });
  await aMember('elsewhere');
  expect(await setUp(nobody, token, { ...about, handle: 'elsewhere' }, visit)).toMatchObject({
    refused: 'handleTaken',
  });
  const answers = await Promise.all([
    setUp(nobody, token, about, visit),
    setUp(nobody, token, { ...about, email: 'two@example.org', handle: 'keeper_two' }, visit),
  ]);
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(await findSetupLink(nobody, token)).toBe(false);
  expect(await setUp(nobody, token, about, visit)).toEqual({ refused: 'gone' });
});

test('only the operator sees how the place is doing, and never an exact number of people', async () => {
  const keeper = await world.aPerson({ operator: true });
  expect(await readHouse(world.as(await world.aPatient()))).toEqual({ refused: 'gone' });
  const house = await readHouse(world.as(keeper));
  expect('people' in house && house.people % 10).toBe(0);
});

test('what is kept about a person can be given to them, and is gone when they are erased', async () => {
  const { personId, email } = await aMember('goer');
  const cookie = header(expectIn(await signIn(nobody, typed(email), visit)));
  const told = JSON.stringify(await exportFor(nobody, personId));
  expect(told).toContain(email);
  expect(told).not.toContain(sessionHash(world.services, cookie));
  await askForNewPassword(nobody, { email, address: '203.0.113.7' });
  await letterTo(email);
  await inTransaction(nobody, (tx) => erase(tx, personId));
  expect(await findViewer(world.services, cookie)).toBeNull();
  const places = ['login', 'session', 'password', 'known_device', 'person', 'proof', 'pgboss.job'];
  for (const table of places) {
    const { rows } = await world.services.pool.query(`select t::text as row from ${table} t`);
    expect(rows.filter(({ row }) => row.includes('goer') || row.includes(personId))).toEqual([]);
  }
});

test('a letter can be posted by the mailer as it is', async () => {
  const { dataDir } = world.services.config;
  const mailer = makeMailer({ from: 'Us <us@example.org>', mailbox: `${dataDir}/mailbox` });
  const config = { ...world.services.config, origin: 'https://friends.example.org' };
  const letter = { id: randomUUID(), kind: 'alreadyHere', to: 'a@example.org', next: '/' } as const;
  await expect(sendLetter({ ...world.services, mailer, config }, letter)).resolves.toBeUndefined();
});

test('a letter calls the place by the name that its operator gave it', async () => {
  const operator = world.as(await world.aPerson({ operator: true }));
  const post: Letter[] = [];
  const mailer = { send: async (letter: Letter) => void post.push(letter) };
  const letter = { id: randomUUID(), kind: 'alreadyHere', to: 'a@example.org', next: '/' } as const;
  await sendLetter({ ...world.services, mailer }, letter);
  expect(post.at(-1)?.text).toContain('a new account at Pocket Friends with');
  await changeSettings(operator, { name: 'The kitchen table' });
  await sendLetter({ ...world.services, mailer }, letter);
  expect(post.at(-1)?.text).toContain('a new account at The kitchen table with');
  await changeSettings(operator, { name: 'Pocket Friends' });
});
