import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findClub, createClub } from './clubs.server.ts';
import { listMoves, moveMonth, moveMonthsDue } from './clockwork.server.ts';
import { giveDuty, listDuties, takeDuty } from './duties.server.ts';
import { findMonth, listMonths, listMonthsOn } from './months.server.ts';
import { changeMonth, createMonth, setTimes } from './planning.server.ts';
import { addQuestion, removeQuestion, swapQuestion } from './question-plan.server.ts';
import { aClub, aMonth } from '../../../tests/makers/club.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Club } from './clubs.server.ts';

let world: World;
let club: Club;
let curator: Viewer;
let operator: Viewer;
let reader: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: '2026-11-22T12:00:00Z' });
  ({ club, curator, operator } = await aClub(world));
  reader = await world.aPerson();
});
afterAll(() => world.close());

const stateOf = async (date: string) =>
  (await findMonth(world.as(curator), club.slug, date))?.state;
const tick = () => moveMonthsDue(world.services, {});
const turn = async (time: string) => {
  world.clock.turnTo(new Date(time));
  await tick();
};

describe('a club', () => {
  test('is made by the operator alone', async () => {
    const input = { slug: 'mine', name: 'Mine', about: '', hashtag: '', worldLine: [] };
    expect(await createClub(world.as(reader), input)).toEqual({ refused: 'gone' });
    expect(await createClub(world.as(null), input)).toEqual({ refused: 'gone' });
    expect(await createClub(world.as(operator), { ...input, slug: club.slug })).toEqual({
      refused: 'taken',
    });
  });

  test('gives its duties through its curators, and keeps its last curator', async () => {
    const give = {
      clubId: club.id,
      handle: `@${reader.handle.toUpperCase()}`,
      duty: 'noteTaker',
    } as const;
    expect(await giveDuty(world.as(reader), give)).toEqual({ refused: 'gone' });
    expect(await giveDuty(world.as(curator), { ...give, handle: 'nobody' })).toEqual({
      refused: 'noPerson',
    });
    expect(await giveDuty(world.as(curator), give)).toEqual({ given: 'noteTaker' });
    const listed = await listDuties(world.as(curator), club.id);
    expect(listed).toContainEqual(
      expect.objectContaining({ handle: reader.handle, duties: ['noteTaker'] }),
    );
    expect(await listDuties(world.as(reader), club.id)).toEqual({ refused: 'gone' });
    await takeDuty(world.as(curator), {
      clubId: club.id,
      personId: reader.personId,
      duty: 'noteTaker',
    });
    await takeDuty(world.as(curator), {
      clubId: club.id,
      personId: operator.personId,
      duty: 'curator',
    });
    const last = { clubId: club.id, personId: curator.personId, duty: 'curator' } as const;
    expect(await takeDuty(world.as(curator), last)).toEqual({ refused: 'last' });
    expect((await findClub(world.as(curator), club.slug))?.curates).toBe(true);
  });
});

describe('a draft', () => {
  test('is as absent as no month at all, except for those who have a duty in the club', async () => {
    const draft = await aMonth(world, club, curator, { date: '2027-01-20' });
    expect(await findMonth(world.as(null), club.slug, draft.date)).toBeUndefined();
    expect(await findMonth(world.as(reader), club.slug, draft.date)).toBeUndefined();
    expect(await findMonth(world.as(operator), club.slug, draft.date)).toMatchObject({
      state: 'draft',
    });
    expect((await listMonthsOn(world.as(null), club.id)).map(({ id }) => id)).not.toContain(
      draft.id,
    );
  });

  test('is made and changed by curators alone', async () => {
    const draft = await aMonth(world, club, curator, { date: '2027-02-17' });
    expect(await changeMonth(world.as(reader), draft.id, { theme: 'Mine now' })).toEqual({
      refused: 'gone',
    });
    expect(await moveMonth(world.as(reader), draft.id, 'announced')).toEqual({ refused: 'gone' });
    expect(await changeMonth(world.as(curator), draft.id, { theme: 'Ours' })).toEqual({
      changed: true,
    });
    expect(await findMonth(world.as(curator), club.slug, draft.date)).toMatchObject({
      theme: 'Ours',
      state: 'draft',
    });
  });
});

describe('the clock', () => {
  test('moves an announced month through its whole life, and once only', async () => {
    const month = await aMonth(world, club, curator, { date: '2026-12-16' });
    expect(await moveMonth(world.as(curator), month.id, 'announced')).toEqual({
      state: 'announced',
    });
    expect((await findMonth(world.as(null), club.slug, month.date))?.questions).toEqual([]);
    await turn('2026-12-09T19:59:59Z');
    expect(await stateOf(month.date)).toBe('announced');
    await turn('2026-12-09T20:00:00Z');
    expect(await stateOf(month.date)).toBe('open');
    expect((await findMonth(world.as(null), club.slug, month.date))?.questions).toHaveLength(2);
    await turn('2026-12-16T20:00:00Z');
    expect(await stateOf(month.date)).toBe('live');
    await turn('2026-12-16T21:00:00Z');
    expect(await stateOf(month.date)).toBe('wrapUp');
    await Promise.all([turn('2026-12-30T21:00:00Z'), tick(), tick()]);
    expect(await stateOf(month.date)).toBe('archived');
    const moves = await listMoves(world.as(curator), club.id, month.id);
    expect(moves.map(({ to }) => to)).toEqual(['archived', 'wrapUp', 'live', 'open', 'announced']);
    expect(moves.map(({ by }) => by)).toEqual([null, null, null, null, curator.name]);
    expect(await listMoves(world.as(reader), club.id, month.id)).toEqual([]);
  });

  test('leaves a month where a hand moved it, until the next time of its plan', async () => {
    world.clock.turnTo(new Date('2027-03-01T12:00:00Z'));
    const month = await aMonth(world, club, curator, { date: '2027-03-17' });
    await moveMonth(world.as(curator), month.id, 'announced');
    expect(await moveMonth(world.as(curator), month.id, 'live')).toEqual({ refused: 'step' });
    expect(await moveMonth(world.as(curator), month.id, 'open')).toEqual({ state: 'open' });
    await tick();
    expect(await stateOf(month.date)).toBe('open');
    await turn('2027-03-17T19:55:00Z');
    await moveMonth(world.as(curator), month.id, 'live');
    await tick();
    expect(await stateOf(month.date)).toBe('live');
    await turn('2027-03-17T21:00:00Z');
    expect(await stateOf(month.date)).toBe('wrapUp');
  });

  test('asks to be woken at the second of the next change', async () => {
    world.clock.turnTo(new Date('2027-04-01T12:00:00Z'));
    const month = await aMonth(world, club, curator, { date: '2027-04-05' });
    await moveMonth(world.as(curator), month.id, 'announced');
    await turn('2027-04-05T18:59:00Z');
    const { rows } = await world.services.pool.query<{ at: Date }>(
      `select start_after as at from pgboss.job where name = 'months-due'`,
    );
    expect(rows.map(({ at }) => at.toISOString())).toContain('2027-04-05T19:00:00.000Z');
  });

  test('opens at once a month that is announced late', async () => {
    world.clock.turnTo(new Date('2027-04-20T12:00:00Z'));
    const month = await aMonth(world, club, curator, { date: '2027-04-21' });
    expect(await moveMonth(world.as(curator), month.id, 'announced')).toEqual({ state: 'open' });
  });

  test('keeps the wall time when the clocks change between opening and chat', async () => {
    world.clock.turnTo(new Date('2027-10-20T12:00:00Z'));
    const month = await aMonth(world, club, curator, { date: '2027-11-02' });
    await moveMonth(world.as(curator), month.id, 'announced');
    await turn('2027-10-26T18:59:59Z');
    expect(await stateOf(month.date)).toBe('announced');
    // London is at UTC+1 a week before the chat, and at UTC on its day.
    await turn('2027-10-26T19:00:00Z');
    expect(await stateOf(month.date)).toBe('open');
    await turn('2027-11-02T20:00:00Z');
    expect(await stateOf(month.date)).toBe('live');
  });
});

describe('times', () => {
  const hour = { time: '01:30', zone: 'Europe/London', minutes: 60, choice: null };

  test('that the clocks skip are refused, and those they pass twice want a choice', async () => {
    const base = { theme: 'Night', summary: '' };
    const skipped = { ...base, ...hour, date: '2028-03-26' };
    expect(await createMonth(world.as(curator), club.slug, skipped)).toMatchObject({
      refused: 'skipped',
      hour: 0,
    });
    const forced = { ...skipped, choice: 'earlier' as const };
    expect(await createMonth(world.as(curator), club.slug, forced)).toMatchObject({
      refused: 'skipped',
    });
    const twice = { ...base, ...hour, date: '2028-10-29' };
    expect(await createMonth(world.as(curator), club.slug, twice)).toMatchObject({
      refused: 'ambiguous',
    });
    const chosen = { ...twice, choice: 'later' as const };
    expect(await createMonth(world.as(curator), club.slug, chosen)).toMatchObject({
      date: '2028-10-29',
    });
    expect(await createMonth(world.as(curator), club.slug, chosen)).toEqual({ refused: 'taken' });
  });

  test('may be changed, with a second live hour after the first, and the state follows', async () => {
    world.clock.turnTo(new Date('2028-05-01T12:00:00Z'));
    const month = await aMonth(world, club, curator, { date: '2028-06-20' });
    await moveMonth(world.as(curator), month.id, 'announced');
    const first = {
      date: '2028-05-03',
      time: '20:00',
      zone: 'Europe/London',
      minutes: 60,
      choice: null,
    };
    const before = { ...first, time: '20:30' };
    const times = { opensDays: 7, tailDays: 3 };
    const set = (hours: (typeof first)[]) =>
      setTimes(world.as(curator), month.id, { ...times, hours });
    expect(await set([first, before])).toEqual({ refused: 'order', hour: 1 });
    const second = { ...first, date: '2028-05-04', time: '09:00', zone: 'Australia/Sydney' };
    expect(await set([first, second])).toEqual({ date: '2028-05-03' });
    const found = await findMonth(world.as(null), club.slug, '2028-05-03');
    expect(found).toMatchObject({
      state: 'open',
      sequence: 1,
      hours: [{ number: 1 }, { number: 2 }],
    });
    await turn('2028-05-03T20:00:00Z');
    expect(await stateOf('2028-05-03')).toBe('wrapUp');
    await turn('2028-05-03T23:00:00Z');
    expect(await stateOf('2028-05-03')).toBe('live');
  });
});

describe('the plan of questions', () => {
  test('is numbered by minutes, swaps neighbours, and closes gaps', async () => {
    const month = await aMonth(world, club, curator, { date: '2029-01-17' });
    const add = (text: string, minute: number) =>
      addQuestion(world.as(curator), month.id, { text, minute });
    await add('Second?', 20);
    await add('First?', 5);
    await add('Third?', 40);
    const plan = async () =>
      (await findMonth(world.as(curator), club.slug, month.date))?.questions.filter(
        ({ kind }) => kind === 'question',
      ) ?? [];
    expect((await plan()).map(({ number, text }) => `${number} ${text}`)).toEqual([
      '1 First?',
      '2 Second?',
      '3 Third?',
    ]);
    const [, second] = await plan();
    await swapQuestion(world.as(curator), month.id, second?.id ?? '', -1);
    expect((await plan()).map(({ minute, text }) => `${minute} ${text}`)).toEqual([
      '5 Second?',
      '20 First?',
      '40 Third?',
    ]);
    await removeQuestion(world.as(curator), month.id, second?.id ?? '');
    expect((await plan()).map(({ number }) => number)).toEqual([1, 2]);
    expect(await addQuestion(world.as(reader), month.id, { text: 'Mine?', minute: 1 })).toEqual({
      refused: 'gone',
    });
  });
});

test('past months are listed by year, with the nearest years that have some', async () => {
  const years = await listMonths(world.as(null), club.id);
  expect(years.months.every(({ state }) => state === 'archived')).toBe(true);
  expect(years.year).toBeTypeOf('number');
});
