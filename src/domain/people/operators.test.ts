import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { endOperator, makeOperator, signOutEverywhere } from './operators.server.ts';
import { listPeople } from './people-list.server.ts';
import { findLogin, findViewer } from './sign-in.server.ts';
import { sendTestLetter } from './test-letter.server.ts';
import { findBearer } from '#domain/apps/tokens.server.ts';
import { listActs } from '#domain/house/audit.server.ts';
import { placeForm } from '#domain/house/place-form.ts';
import { changeSettings, readSettings } from '#domain/house/settings.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let keeper: Viewer;
beforeAll(async () => {
  world = await openWorld();
  keeper = await world.aPerson({ handle: 'keeper', operator: true });
});
afterAll(() => world.close());

const acts = async () => {
  const list = await listActs(world.as(keeper));
  if ('refused' in list) throw new Error('refused');
  return list.map(({ act, subject }) => `${act} ${subject ?? ''}`.trim());
};

test('nobody but an operator sees the list, the log, or changes anything', async () => {
  const other = world.as(await world.aPatient());
  const gone = { refused: 'gone' };
  expect(await listPeople(other)).toEqual(gone);
  expect(await listActs(other)).toEqual(gone);
  expect(await changeSettings(other, { name: 'Mine' })).toEqual(gone);
  expect(await makeOperator(other, 'keeper')).toEqual(gone);
  expect(await endOperator(other, 'keeper')).toEqual(gone);
  expect(await signOutEverywhere(other, 'keeper')).toEqual(gone);
  expect((await readSettings(world.services)).name).toBe('Pocket Friends');
});

test('the list shows handles and months, and nothing private', async () => {
  const patient = await world.aPerson({ handle: 'listed', name: 'Lis', roles: ['patient'] });
  const list = await listPeople(world.as(keeper), { handle: '@List' });
  expect(list).toEqual([
    {
      id: patient.personId,
      handle: 'listed',
      name: 'Lis',
      since: expect.stringMatching(/^\d{4}-\d{2}$/),
      operator: false,
    },
  ]);
  expect(await listPeople(world.as(keeper), { handle: '%' })).toEqual([]);
});

test('the duty can be shared and taken, every device signs in anew, and somebody always has it', async () => {
  const second = await world.aPerson({ handle: 'second' });
  const cookie = await world.cookieOf(second);
  expect(await makeOperator(world.as(keeper), 'second')).toBeUndefined();
  expect(await findViewer(world.services, cookie)).toBeNull();
  const fresh = await world.cookieOf(second);
  expect(await findViewer(world.services, fresh)).toMatchObject({ operator: true });
  const answers = await Promise.all([
    endOperator(world.as(keeper), 'second'),
    endOperator(world.as({ ...second, operator: true }), 'keeper'),
  ]);
  expect(answers.filter((answer) => answer?.refused === 'lastOperator')).toHaveLength(1);
  const { rows } = await world.services.pool.query('select * from operator');
  expect(rows).toHaveLength(1);
  await world.services.pool.query(
    'insert into operator (person_id) values ($1) on conflict do nothing',
    [keeper.personId],
  );
  expect(await acts()).toContain(`make-operator ${second.personId}`);
});

test('somebody who lost a phone is signed out everywhere, and the log says so', async () => {
  const lost = await world.aPerson({ handle: 'lost' });
  const cookie = await world.cookieOf(lost);
  const token = await aToken(world, lost, ['read', 'write']);
  expect(await findBearer(world.services, token)).toBeDefined();
  expect(await signOutEverywhere(world.as(keeper), 'lost')).toBeUndefined();
  expect(await findViewer(world.services, cookie)).toBeNull();
  // An app on the phone is signed out with it.
  expect(await findBearer(world.services, token)).toBeUndefined();
  expect(await acts()).toContain(`sign-out-everywhere ${lost.personId}`);
  expect(await signOutEverywhere(world.as(keeper), 'nobody_here')).toEqual({ refused: 'gone' });
});

test('a setting is what every process reads next, also after a broken row', async () => {
  await changeSettings(world.as(keeper), { name: 'The Kitchen Table', signUp: 'approval' });
  expect(await readSettings(world.services)).toMatchObject({
    name: 'The Kitchen Table',
    signUp: 'approval',
    leastAge: 16,
  });
  await world.services.pool.query(`update house_setting set value = '7' where key = 'name'`);
  await changeSettings(world.as(keeper), { leastAge: 18 });
  expect(await readSettings(world.services)).toMatchObject({
    name: 'Pocket Friends',
    leastAge: 18,
  });
});

test('the form about the place takes one rule a line and says what is wrong', () => {
  const typed = {
    name: ' Table ',
    about: '',
    rules: 'Be kind.\r\n\r\n  Listen. ',
    contact: '',
    languages: 'en, pt-BR',
    signUp: 'open',
    leastAge: '16',
    emergency: ' Call 999. ',
  };
  expect(placeForm.parse(typed)).toMatchObject({
    name: 'Table',
    rules: ['Be kind.', 'Listen.'],
    languages: ['en', 'pt-BR'],
    leastAge: 16,
    emergency: 'Call 999.',
  });
  for (const wrong of [
    { name: ' ' },
    { rules: '' },
    { contact: 'x' },
    { languages: 'not a tag!' },
    { signUp: 'nobody' },
    { leastAge: '3' },
    { leastAge: 'old' },
    { emergency: 'x'.repeat(301) },
  ])
    expect(placeForm.safeParse({ ...typed, ...wrong }).success).toBe(false);
});

test('an operator sees at once whether a letter left, five times in a quarter of an hour', async () => {
  const login = await findLogin(world.services, await world.cookieOf(keeper));
  if (!login) throw new Error('not signed in');
  expect(await sendTestLetter(world.as(keeper), login)).toEqual({ sent: true });
  expect(world.letters.at(-1)?.to).toBe('keeper@example.org');
  const broken = (code: string) => ({
    ...world.as(keeper),
    mailer: { send: () => Promise.reject(Object.assign(new Error('no'), { code })) },
  });
  expect(await sendTestLetter(broken('ECONNREFUSED'), login)).toEqual({ refused: 'unreachable' });
  expect(await sendTestLetter(broken('EAUTH'), login)).toEqual({ refused: 'signIn' });
  expect(await sendTestLetter(broken('EENVELOPE'), login)).toEqual({ refused: 'notTaken' });
  await sendTestLetter(world.as(keeper), login);
  expect(await sendTestLetter(world.as(keeper), login)).toEqual({ refused: 'tooFast' });
  expect(await sendTestLetter(world.as(await world.aPatient()), login)).toEqual({
    refused: 'gone',
  });
});
