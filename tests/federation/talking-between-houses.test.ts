import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { benAt, openTwoHouses, postUri, type TwoHouses } from './two-houses.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { boostPost, unboostPost } from '#domain/posts/boosts.server.ts';
import { favouritePost, unfavouritePost } from '#domain/posts/marks.server.ts';
import { vote } from '#domain/posts/polls.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import type { Writing } from '#domain/posts/write.server.ts';

let two: TwoHouses;

beforeAll(async () => {
  two = await openTwoHouses();
  await followPerson(two.a.as(two.anna), await benAt(two.a));
});
afterAll(() => two.close());

/** Ben writes; the number of his post in his house, and in Anna's when it has come there. */
async function benWrites(text: string, more: Partial<Writing> = {}) {
  await two.quiet();
  const here = await written(two.b, two.ben, text, more);
  await two.quiet();
  return { here, there: await two.postIn(two.a, postUri(two.b, 'ben', here)) };
}

const marksIn = async (house: 'a' | 'b') => (await holds(two[house])).marks;

test.each([
  ['public', 'public', 'Good morning, everybody.'],
  ['unlisted', 'unlisted', 'Good morning, whoever is about.'],
  ['followers', 'private', 'Good morning, you who follow.'],
  ['direct', 'direct', '@anna@a.test good morning, Anna.'],
] as const)('what Ben writes as %s comes to Anna as that', async (visibility, inApps, text) => {
  const { there } = await benWrites(text, { visibility });
  const token = await aToken(two.a, two.anna, ['read']);
  const read = await callsOf(two.a)(`GET /api/v1/statuses/${there}`, { token });
  expect(read.body).toMatchObject({ visibility: inApps, account: { acct: 'ben@b.test' } });
});

test('a post for friends alone does not leave its house', async () => {
  const { there } = await benWrites('Only for friends.', { visibility: 'friends' });
  expect(there).toBeUndefined();
  expect(JSON.stringify((await holds(two.a)).posts)).not.toContain('Only for friends.');
});

test('what Anna answers stands under Ben’s post in his house, and he is told', async () => {
  const { a, b, anna } = two;
  const { here, there } = await benWrites('How did you sleep?');
  await written(a, anna, '@ben@b.test badly.', { inReplyTo: there ?? null });
  await two.quiet();
  expect((await holds(b)).told).toContain('ben: mention');
  const thread = await callsOf(b)(`GET /api/v1/statuses/${here}/context`);
  expect(thread.body.descendants).toMatchObject([{ account: { acct: 'anna@a.test' } }]);
});

test('what Ben changes or takes away is changed or away in Anna’s house', async () => {
  const { a, b, ben } = two;
  const { here, there } = await benWrites('The scan is on Tuesday.');
  const token = await aToken(b, ben, ['write']);
  two.b.clock.turnBy(60_000);
  const put = { token, body: { status: 'The scan is on Wednesday.' } };
  expect(await callsOf(b)(`PUT /api/v1/statuses/${here}`, put)).toMatchObject({ status: 200 });
  await two.quiet();
  expect((await holds(a)).posts).toContain('ben@b.test: The scan is on Wednesday.');
  await removePost(b.as(ben), { id: here });
  await two.quiet();
  expect(JSON.stringify((await holds(a)).posts)).not.toContain('The scan');
  expect(there).toBeDefined();
});

test('Anna likes and shows on what Ben wrote, takes both back, and does so once more', async () => {
  const { a, anna } = two;
  const { there = '' } = await benWrites('Tea helps.');
  await favouritePost(a.as(anna), there);
  await boostPost(a.as(anna), { id: there });
  await two.quiet();
  expect(await marksIn('b')).toEqual(['boost anna@a.test', 'favourite anna@a.test']);
  await unfavouritePost(a.as(anna), there);
  await unboostPost(a.as(anna), there);
  await two.quiet();
  expect(await marksIn('b')).toEqual([]);
  a.clock.turnBy(60_000);
  await favouritePost(a.as(anna), there);
  await boostPost(a.as(anna), { id: there });
  await two.quiet();
  expect(await marksIn('b')).toEqual(['boost anna@a.test', 'favourite anna@a.test']);
});

test('Anna votes in a poll of Ben’s, whose house counts it, and hers knows that she has', async () => {
  const { a, b, anna } = two;
  const poll = { options: ['Tea', 'Coffee'], seconds: 3600 };
  const { here, there = '' } = await benWrites('What is it to be?', { poll });
  expect(await vote(a.as(anna), { id: there, choices: [1] })).toBeUndefined();
  await two.quiet();
  const counted = await callsOf(b)(`GET /api/v1/statuses/${here}`);
  const options = [{ votes_count: 0 }, { votes_count: 1 }];
  expect(counted.body.poll).toMatchObject({ votes_count: 1, options });
  const token = await aToken(a, anna, ['read']);
  const own = await callsOf(a)(`GET /api/v1/statuses/${there}`, { token });
  expect(own.body.poll).toMatchObject({ voted: true, own_votes: [1] });
});
