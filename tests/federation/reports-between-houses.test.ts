import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxOf, naming, personHere, uriOf } from './open.ts';
import { about, openStranger, type Stranger } from './stranger.ts';
import { benAt, openTwoHouses, postUri, type TwoHouses } from './two-houses.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { listReports } from '#domain/moderation/report-desk.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let two: TwoHouses;
let p1: Stranger;

beforeAll(async () => {
  two = await openTwoHouses();
  p1 = await openStranger(two.town, 'p1.test');
});
afterAll(async () => {
  await p1.close();
  await two.close();
});

/** Somebody of the first house reports somebody from elsewhere, and has that passed on or not. */
async function reports(who: Viewer, account_id: string, more: object): Promise<void> {
  const token = await aToken(two.a, who, ['read', 'write']);
  const body = { account_id, comment: 'This is unkind.', ...more };
  expect(await callsOf(two.a)('POST /api/v1/reports', { token, body })).toMatchObject({
    status: 200,
  });
  await two.quiet();
}

/** The reports that Ben's house has, and who made them. */
async function reportsThere() {
  const { b } = two;
  const keeper = await b.aPerson({ operator: true });
  const found = await listReports(b.as(keeper), {}, { limit: 40 });
  if ('refused' in found) throw new Error('No reports were shown.');
  const { rows } = await b.services.pool.query<{ id: string; handle: string }>(
    'select id::text as id, handle from person',
  );
  const handles = new Map(rows.map(({ id, handle }) => [id, handle]));
  return found.map(({ reporterId, aboutId, postIds, comment }) => ({
    by: handles.get(reporterId ?? ''),
    about: handles.get(aboutId),
    ...{ postIds, comment },
  }));
}

test('a report that is passed on comes to those who look after Ben’s house, in the name of Anna’s', async () => {
  const { a, b, anna, ben } = two;
  const post = await written(b, ben, '@anna@a.test Something unkind.');
  await two.quiet();
  const there = await two.postIn(a, postUri(b, 'ben', post));
  await reports(anna, await benAt(a), { status_ids: [there], forward: false });
  expect(await reportsThere()).toEqual([]);
  await reports(anna, await benAt(a), { status_ids: [there], forward: true });
  expect(await reportsThere()).toEqual([
    { by: 'house@a.test', about: 'ben', postIds: [post], comment: 'This is unkind.' },
  ]);
});

test('what is passed on is the same, whoever has reported', async () => {
  const { a, anna } = two;
  const bob = await p1.aPerson('bob');
  const note = p1.aNote(bob, 'Something unkind.', naming(a, 'anna'));
  await p1.say(bob, inboxOf(a, 'anna'), about('Create', bob, note, p1.newId()));
  await two.quiet();
  const bobHere = await personHere(a, 'bob@p1.test');
  for (const who of [anna, await a.aPerson({ handle: 'kim' })])
    await reports(who, bobHere, { forward: true });
  const flags = p1.heardOf('Flag');
  expect(flags.map(({ signedWith }) => signedWith)).toEqual(
    Array(2).fill(`${uriOf(a, 'house')}#main-key`),
  );
  const said = flags.map(({ activity: { id, ...activity } }) => ({
    id: id.replace(/\d+$/, 'NUMBER'),
    ...activity,
  }));
  expect(said[1]).toEqual(said[0]);
  expect(JSON.stringify(said)).not.toMatch(/anna|kim/);
});
