import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { annaAt, benAt, openTwoHouses, type TwoHouses } from './two-houses.ts';
import { written } from '../makers/writing.ts';
import { blockPerson, unblockPerson } from '#domain/connections/blocks.server.ts';
import {
  answerFollowRequest,
  followPerson,
  removeFollower,
  unfollowPerson,
} from '#domain/connections/follows.server.ts';
import { person } from '#domain/people/schema.server.ts';

let two: TwoHouses;

beforeAll(async () => {
  two = await openTwoHouses();
});
afterAll(() => two.close());
beforeEach(() => two.quiet());

/** Who follows whom, as the one house has it and as the other has it. */
async function bothHave(): Promise<[string[], string[]]> {
  await two.quiet();
  return [(await holds(two.a)).follows, (await holds(two.b)).follows];
}

async function annaFollows() {
  // She asks at another moment than before.
  two.a.clock.turnBy(60_000);
  return followPerson(two.a.as(two.anna), await benAt(two.a));
}

/** Ben decides from now on who follows him, or no longer; Anna's house learns of it. */
async function benDecides(locked: boolean) {
  await two.b.services.db
    .update(person)
    .set({ locked })
    .where(sql`handle = 'ben'`);
}

test('Anna follows Ben in the other house, and both houses know it; then she does so no longer', async () => {
  await annaFollows();
  expect(await bothHave()).toEqual([['anna follows ben@b.test'], ['anna@a.test follows ben']]);
  await unfollowPerson(two.a.as(two.anna), await benAt(two.a));
  expect(await bothHave()).toEqual([[], []]);
});

test('Ben, who decides himself, lets Anna follow him when he says yes, and not when he says no', async () => {
  await benDecides(true);
  await annaFollows();
  expect(await bothHave()).toEqual([['anna asks ben@b.test'], ['anna@a.test asks ben']]);
  await answerFollowRequest(two.b.as(two.ben), await annaAt(two.b), false);
  expect(await bothHave()).toEqual([[], []]);
  await annaFollows();
  await two.quiet();
  await answerFollowRequest(two.b.as(two.ben), await annaAt(two.b), true);
  expect(await bothHave()).toEqual([['anna follows ben@b.test'], ['anna@a.test follows ben']]);
  await removeFollower(two.b.as(two.ben), await annaAt(two.b));
  expect(await bothHave()).toEqual([[], []]);
  await benDecides(false);
});

test('Whom Ben blocks neither follows him nor reads what he writes, and is told nothing', async () => {
  const { a, b, ben } = two;
  await annaFollows();
  await two.quiet();
  await blockPerson(b.as(ben), await annaAt(b));
  await two.quiet();
  const before = (await holds(a)).told;
  await written(b, ben, 'Not for Anna.');
  const [, inB] = await bothHave();
  expect(inB).toEqual([]);
  expect((await holds(a)).posts).not.toContain('ben@b.test: Not for Anna.');
  expect((await holds(a)).told).toEqual(before);
  await unblockPerson(b.as(ben), await annaAt(b));
});
