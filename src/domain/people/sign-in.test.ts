import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { deviceHashOf } from './inner/devices.server.ts';
import { letIn } from './inner/let-in.server.ts';
import { keepPassword } from './inner/logins.server.ts';
import { hashPassword } from './inner/password-hash.server.ts';
import { keysChanged } from './inner/session.server.ts';
import { createPerson } from './persons.server.ts';
import { findLogin, signIn, type LetIn, type Visit } from './sign-in.server.ts';
import { signUp } from './sign-up.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld();
  nobody = world.as(null);
});
afterAll(() => world.close());
beforeEach(() => world.services.pool.query('delete from rate_limit'));

const password = 'four plain words here';
const visit: Visit = { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies: null };

async function aMember(handle: string) {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return { email, loginId: made.loginId };
}

const open = (email: string, given = password, from = visit) =>
  signIn(nobody, { email, password: given }, from);

function letInBy(answer: LetIn | { refused: string }): LetIn {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

async function spend(key: string): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1)
    await limited(nobody, key, { times: 20, seconds: 15 * 60 });
}

const cookiesOf = ({ cookies }: LetIn) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

async function count(table: string): Promise<number> {
  const { rows } = await world.services.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table}`,
  );
  return rows[0]?.n ?? 0;
}

test('SES-07: the password of a sign-up that waits does not tell whether the address has an account', async () => {
  const { email } = await aMember('member_one');
  const chosen = 'the squatters own words';
  const added = [];
  for (const address of [email, 'nobody_yet@example.org']) {
    await signUp(nobody, { email: address, password: chosen, address: '192.0.2.9', next: '/' });
    await world.services.pool.query('delete from rate_limit');
    const before = (await count('proof')) + (await count('rate_limit'));
    expect(await open(address, chosen)).toEqual({ refused: 'wrong' });
    added.push((await count('proof')) + (await count('rate_limit')) - before);
  }
  expect(added[1]).toBe(added[0]);
  expect(letInBy(await open(email)).step).toBe('in');
});

test('SES-08: whoever guesses shuts nobody out of a device that is theirs, and learns nothing by it', async () => {
  const { email, loginId } = await aMember('guessed_at');
  const { email: other } = await aMember('on_one_phone');
  const own = { ...visit, cookies: cookiesOf(letInBy(await open(email))) };
  // What twenty wrong passwords from twenty places leave behind, without their slow hashing.
  for (const address of [email, other]) await spend(`sign-in to ${address}`);
  const tooFast = { refused: 'tooFast' };
  expect(await open(email)).toEqual(tooFast);
  // A device is told apart by the right password alone.
  expect(await open(email, 'not the password', own)).toEqual(tooFast);
  expect(await open(other, 'not the password', own)).toEqual(tooFast);
  expect(await open(other, password, own)).toEqual(tooFast);
  expect(letInBy(await open(email, password, own)).step).toBe('in');
  await spend(`sign-in on the device ${deviceHashOf(nobody, loginId, own)}`);
  expect(await open(email, password, own)).toEqual(tooFast);
});

test('a password that is changed while it is being looked at opens nothing', async () => {
  const { email, loginId } = await aMember('changing');
  const fresh = await hashPassword('quite other words');
  const trying = open(email);
  // Long before the slow hashing is over.
  await expect.poll(() => count('rate_limit'), { interval: 1 }).toBe(2);
  await inTransaction(nobody, async (tx) => {
    await keepPassword(tx, loginId, fresh);
    await keysChanged(tx, loginId);
  });
  expect(await trying).toEqual({ refused: 'wrong' });
  expect(letInBy(await open(email, 'quite other words')).step).toBe('in');
});

test('of one browser that signs in twice at once both are let in, as one device', async () => {
  const { loginId } = await aMember('twice_pressed');
  const browser = { ...visit, cookies: `device=${'d'.repeat(32)}` };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      inTransaction(nobody, (tx) => letIn(tx, loginId, 'letter', browser)),
    ),
  );
  for (const answer of answers)
    expect(await findLogin(world.services, cookiesOf(answer))).toMatchObject({ id: loginId });
  expect(await count(`known_device where login_id = '${loginId}'`)).toBe(1);
});
