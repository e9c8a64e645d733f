import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { tendCredentials } from './credential-clock.server.ts';
import { listCredentials } from './credentials.server.ts';
import { exportFor } from './keeper.server.ts';
import { changeRoles } from './person-roles.server.ts';
import {
  askForRegisterCheck,
  findRegisterRequest,
  registerForm,
  withdrawRegisterRequest,
} from './register-checks.server.ts';
import {
  answerRegisterRequest,
  listRegisterChecks,
  listRegisterRequests,
  withdrawRegisterCheck,
  type RegisterAnswer,
  type RegisterRequest,
} from './register-desk.server.ts';
import { readForm } from './rules.ts';
import { findWork, forgetWork, professionalBadge, sayWork } from './work.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

let world: World;
let keeper: Viewer;
let moderator: Ctx;
beforeAll(async () => {
  world = await openWorld({ working: true });
  keeper = await world.aPerson({ operator: true });
  moderator = world.as(keeper);
});
afterAll(() => world.close());

const day = 86_400_000;
const radiographer = { profession: 'radiographer', jurisdiction: 'UK' } as const;
let count = 0;
/** An entry that is found again wherever it leaks to. */
const anEntry = () => {
  const mark = String(++count).padStart(3, '0');
  return { register: 'hcpc', entry: `RA7777${mark}`, registeredName: `Legalname Niamh${mark}` };
};

async function aProfessional(): Promise<{ nia: Viewer; own: Ctx }> {
  const nia = await world.aRadiographer();
  const own = world.as(nia);
  await sayWork(own, radiographer);
  return { nia, own };
}

async function waiting(personId: string): Promise<RegisterRequest> {
  const all = await listRegisterRequests(moderator);
  const found = 'refused' in all ? undefined : all.find((one) => one.personId === personId);
  if (!found) throw new Error('nothing waits');
  return found;
}

const answer = async (personId: string, said: RegisterAnswer, by = moderator) => {
  const { asked } = await waiting(personId);
  return answerRegisterRequest(by, { personId, asked, answer: said });
};

async function lettersTo({ handle }: Viewer, least: number): Promise<string[]> {
  const found = () =>
    world.letters.filter(({ to }) => to === `${handle}@example.org`).map(({ text }) => text);
  await expect.poll(() => found().length).toBeGreaterThanOrEqual(least);
  return found();
}

async function everything(): Promise<string> {
  const { rows } = await world.services.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const texts = rows.map(async ({ name }) => {
    const found = await world.services.pool.query(`select t::text as row from ${name} t`);
    return JSON.stringify(found.rows);
  });
  return (await Promise.all(texts)).join('\n');
}

test('nobody learns the register number or the name in the register', async () => {
  const { nia, own } = await aProfessional();
  const anna = await world.aPatient();
  const entry = anEntry();
  expect(await askForRegisterCheck(own, entry)).toBeUndefined();
  for (const ctx of [world.as(null), world.as(anna), own]) {
    const said = JSON.stringify([
      await findWork(ctx, nia.personId),
      await listCredentials(ctx, nia.personId),
      await listRegisterRequests(ctx),
      await listRegisterChecks(ctx),
      await findRegisterRequest(ctx),
      await professionalBadge(ctx, nia.personId),
    ]);
    expect(said).not.toContain(entry.entry);
    expect(said).not.toContain(entry.registeredName);
  }
  expect(await listRegisterRequests(own)).toEqual({ refused: 'gone' });
  expect(await waiting(nia.personId)).toMatchObject({ ...entry, register: { id: 'hcpc' } });
  expect(await answer(nia.personId, 'yes')).toBeUndefined();
  const kept = await everything();
  expect(kept).toContain('found an entry that fits');
  expect(kept).not.toContain(entry.entry);
  expect(kept).not.toContain(entry.registeredName);
});

test('a moderator says yes, and the sentence names who looked at what and when', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  expect(await answer(nia.personId, 'yes')).toBeUndefined();
  expect(await listCredentials(world.as(null), nia.personId)).toMatchObject([
    {
      kind: 'register',
      statement:
        'A moderator of Pocket Friends looked at the public register of the HCPC on 22 November 2026 and found an entry that fits.',
      over: null,
    },
  ]);
  expect(await professionalBadge(world.as(null), nia.personId)).toMatchObject({ checked: true });
  const [letter] = await lettersTo(nia, 1);
  expect(letter).toContain('It fits');
  expect(letter).not.toMatch(/HCPC|radiographer|RA7777/);
});

test('a moderator says no, with a reason that only its owner reads', async () => {
  const { nia, own } = await aProfessional();
  const entry = anEntry();
  await askForRegisterCheck(own, entry);
  expect(await answer(nia.personId, 'otherName')).toBeUndefined();
  expect(await listCredentials(own, nia.personId)).toEqual([]);
  expect(await findRegisterRequest(own)).toBeUndefined();
  expect((await lettersTo(nia, 1))[0]).toContain('another name');
  expect(await everything()).not.toContain(entry.entry);
});

test('only an operator sees and answers wishes, and nobody their own', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  const { asked } = await waiting(nia.personId);
  const yes = { personId: nia.personId, asked, answer: 'yes' } as const;
  for (const ctx of [own, world.as(null), world.as(await world.aPatient())]) {
    expect(await listRegisterRequests(ctx)).toEqual({ refused: 'gone' });
    expect(await listRegisterChecks(ctx)).toEqual({ refused: 'gone' });
    expect(await answerRegisterRequest(ctx, yes)).toEqual({ refused: 'gone' });
  }
  const both = await world.aPerson({ operator: true, roles: ['professional'] });
  await sayWork(world.as(both), radiographer);
  await askForRegisterCheck(world.as(both), anEntry());
  expect(await answer(both.personId, 'yes', world.as(both))).toEqual({ refused: 'own' });
  expect(await answer(both.personId, 'yes')).toBeUndefined();
});

test('of two moderators who answer at once, one does', async () => {
  const { nia, own } = await aProfessional();
  const second = world.as(await world.aPerson({ operator: true }));
  await askForRegisterCheck(own, anEntry());
  const { asked } = await waiting(nia.personId);
  const both = await Promise.all(
    [moderator, second].map((ctx) =>
      answerRegisterRequest(ctx, { personId: nia.personId, asked, answer: 'yes' }),
    ),
  );
  expect(both.filter((said) => said === undefined)).toHaveLength(1);
  expect(await listCredentials(own, nia.personId)).toHaveLength(1);
});

test('an answer is for the wish that was read, not for one that took its place', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  const { asked } = await waiting(nia.personId);
  world.clock.turnBy(1000);
  await askForRegisterCheck(own, anEntry());
  const yes = { personId: nia.personId, asked, answer: 'yes' } as const;
  expect(await answerRegisterRequest(moderator, yes)).toEqual({ refused: 'gone' });
  expect(await answer(nia.personId, 'yes')).toBeUndefined();
});

test('a number that nobody can have, and a moment that no database knows, belong to no wish', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  const { asked } = await waiting(nia.personId);
  const yes = { personId: nia.personId, asked, answer: 'yes' } as const;
  for (const personId of ['9223372036854775808', '9'.repeat(19), '0', '-1', '', 'x\0'])
    expect(await answerRegisterRequest(moderator, { ...yes, personId })).toEqual({
      refused: 'gone',
    });
  for (const at of ['+275760-09-13', '-271821-04-20', '0000-01-01', '9999-12-31', 'never'])
    expect(await answerRegisterRequest(moderator, { ...yes, asked: new Date(at) }), at).toEqual({
      refused: 'gone',
    });
  for (const id of ['9223372036854775808', '9'.repeat(19), '', 'x'])
    expect(await withdrawRegisterCheck(moderator, id)).toEqual({ refused: 'gone' });
  expect(await answerRegisterRequest(moderator, yes)).toBeUndefined();
});

test('a wish is dropped when its owner takes it back, says something else, or is no professional', async () => {
  const { nia, own } = await aProfessional();
  const gone = async () => expect(waiting(nia.personId)).rejects.toThrow('nothing waits');
  await askForRegisterCheck(own, anEntry());
  await withdrawRegisterRequest(own);
  await gone();
  await askForRegisterCheck(own, anEntry());
  await sayWork(own, { profession: 'doctor', jurisdiction: 'UK' });
  await gone();
  const last = { ...anEntry(), register: 'gmc' };
  await askForRegisterCheck(own, last);
  await changeRoles(own, []);
  await gone();
  await tendCredentials(world.services, {});
  expect(await everything()).not.toContain(last.entry);
});

test('a wish that nobody answers for a month is dropped, and its owner told', async () => {
  const { nia, own } = await aProfessional();
  const entry = anEntry();
  await askForRegisterCheck(own, entry);
  const before = world.clock.now();
  world.clock.turnBy(29 * day);
  await tendCredentials(world.services, {});
  expect(await findRegisterRequest(own)).toMatchObject({ register: { id: 'hcpc' } });
  world.clock.turnBy(day);
  await tendCredentials(world.services, {});
  world.clock.turnTo(before);
  expect(await findRegisterRequest(own)).toBeUndefined();
  expect((await lettersTo(nia, 1))[0]).toContain('Nobody found the time');
});

test('SES-21: a moderator takes a check back; the badge goes at once, and the history stays', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  await answer(nia.personId, 'yes');
  const all = await listRegisterChecks(moderator);
  const id = 'refused' in all ? '' : (all.find(({ handle }) => handle === nia.handle)?.id ?? '');
  for (const ctx of [own, world.as(null)])
    expect(await withdrawRegisterCheck(ctx, id)).toEqual({ refused: 'gone' });
  expect(await withdrawRegisterCheck(moderator, id)).toBeUndefined();
  expect(await withdrawRegisterCheck(moderator, id)).toEqual({ refused: 'gone' });
  expect(await professionalBadge(world.as(null), nia.personId)).toMatchObject({ checked: false });
  expect(await listCredentials(world.as(null), nia.personId)).toMatchObject([
    { over: { why: 'A moderator looked again and found no entry that fits.' } },
  ]);
  expect((await lettersTo(nia, 2)).at(-1)).toContain('taken back');
  const acts = await world.services.pool.query(
    'select act, actor_id::text as by, detail from audit where subject = $1 order by id',
    [nia.personId],
  );
  expect(acts.rows).toEqual([
    {
      act: 'answer-register-request',
      by: keeper.personId,
      detail: { register: 'hcpc', answer: 'yes' },
    },
    { act: 'withdraw-register-check', by: keeper.personId, detail: {} },
  ]);
});

test('SES-21: who says something else about their work loses what was found for the words before', async () => {
  const { nia, own } = await aProfessional();
  await askForRegisterCheck(own, anEntry());
  await answer(nia.personId, 'yes');
  await sayWork(own, radiographer);
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: true });
  await sayWork(own, { profession: 'doctor', jurisdiction: 'UK' });
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: false });
  expect(await listCredentials(world.as(null), nia.personId)).toMatchObject([
    { over: { why: 'The person now says something else about their work.' } },
  ]);
});

test('SES-21: an answer that comes at the very moment other words are said counts for neither', async () => {
  for (const change of [
    (own: Ctx) => sayWork(own, { profession: 'doctor', jurisdiction: 'UK' }),
    (own: Ctx) => forgetWork(own),
  ]) {
    const { nia, own } = await aProfessional();
    const answering = await world.services.pool.connect();
    await answering.query('begin');
    await answering.query('select from person where id = $1 for update', [nia.personId]);
    await answering.query(
      `insert into credential (person_id, kind, subject, statement, checked_by, checked, ends)
       values ($1, 'register', 'hcpc', 'Fits.', 'moderator', $2, $3)`,
      [nia.personId, world.clock.now(), new Date(world.clock.now().getTime() + day)],
    );
    const changing = change(own);
    const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    const stopped = async () => (await world.services.pool.query(waits)).rows.length;
    await expect
      .poll(stopped, { timeout: 5_000 })
      .toBe(1)
      .finally(() => answering.query('commit').then(() => answering.release()));
    expect(await changing).toBeUndefined();
    expect((await listCredentials(own, nia.personId)).filter(({ over }) => !over)).toEqual([]);
  }
});

test('one is looked up only where one can stand, and three times a day', async () => {
  const { own } = await aProfessional();
  const elsewhere = { ...anEntry(), register: 'ahpra' };
  expect(await askForRegisterCheck(own, elsewhere)).toEqual({ refused: 'notTheirs' });
  const silent = await world.aRadiographer();
  expect(await askForRegisterCheck(world.as(silent), anEntry())).toEqual({ refused: 'notTheirs' });
  const anna = await world.aPatient();
  for (const ctx of [world.as(anna), world.as(null)])
    expect(await askForRegisterCheck(ctx, anEntry())).toEqual({ refused: 'gone' });
  for (let time = 1; time <= 3; time += 1)
    expect(await askForRegisterCheck(own, anEntry())).toBeUndefined();
  expect(await askForRegisterCheck(own, anEntry())).toEqual({ refused: 'tooFast' });
});

test('that a moderator looked at names and numbers is written down, without them', async () => {
  const { nia, own } = await aProfessional();
  const entry = anEntry();
  await askForRegisterCheck(own, entry);
  await waiting(nia.personId);
  const { rows } = await world.services.pool.query(
    `select detail from audit where act = 'read-register-requests' order by id desc limit 1`,
  );
  expect(rows).toEqual([{ detail: { count: expect.any(Number) } }]);
});

test('its owner finds their own wish in the copy of everything', async () => {
  const { nia, own } = await aProfessional();
  const entry = anEntry();
  await askForRegisterCheck(own, entry);
  expect(JSON.stringify(await exportFor(own, nia.personId))).toContain(entry.entry);
});

test('what is written for a register is read before it is kept', () => {
  const read = (fields: object) => readForm(registerForm, { ...anEntry(), ...fields });
  expect(read({ entry: ' RA 12345 ' })).toMatchObject({ value: { entry: 'RA 12345' } });
  expect(read({ register: 'nowhere' })).toMatchObject({ faults: { register: expect.any(String) } });
  expect(read({ entry: '<b>1</b>' })).toMatchObject({ faults: { entry: expect.any(String) } });
  expect(read({ entry: '' })).toMatchObject({ faults: { entry: expect.any(String) } });
  expect(read({ registeredName: ' ' })).toMatchObject({
    faults: { registeredName: expect.any(String) },
  });
});
