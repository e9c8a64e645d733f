import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { written } from '../makers/writing.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  pat = await street.a.aPerson({ handle: 'pat' });
  bob = await street.p1.aPerson('bob');
  await says(bob, 'Follow', uriOf(street.a, 'pat'));
  await settled(street.a);
});
afterAll(() => street.close());

const says = (by: StrangePerson, type: string, object: unknown, more: object = {}) =>
  street.p1.say(
    by,
    inboxOf(street.a, 'pat'),
    about(type, by, object, street.p1.newId(), { ...more }),
  );
const greets = (by: StrangePerson, words: string) =>
  says(by, 'Create', street.p1.aNote(by, words, naming(street.a, 'pat')));
const minutes = (count: number) => street.town.clock.turnBy(count * 60_000);

test('somebody elsewhere with a new key is heard with it and no longer with the old one', async () => {
  expect(await greets(bob, 'By the old key.')).toMatchObject({ status: 202 });
  const again = await street.p1.aPerson('bob');
  minutes(6);
  expect(await greets(again, 'By the new key.')).toMatchObject({ status: 202 });
  expect((await holds(street.a)).posts.at(-1)).toBe('bob@p1.test: By the new key.');
  expect(await greets(bob, 'By the old key again.')).toMatchObject({ status: 401 });
  bob = again;
});

test('what a server did not take while it was away comes to it when it is back, once', async () => {
  const { p1, a } = street;
  p1.inboxStatus = 500;
  await written(a, pat, 'Is anybody there?');
  await expect.poll(() => p1.heardOf('Create').length).toBe(1);
  await settled(a);
  p1.inboxStatus = 202;
  minutes(60);
  await a.services.jobs.send(a.services.db, 'deliveries-due', {});
  await expect.poll(() => p1.heardOf('Create').length).toBe(2);
  await settled(a);
  minutes(60);
  await a.services.jobs.send(a.services.db, 'deliveries-due', {});
  await settled(a);
  const heard = p1.heardOf('Create');
  expect(heard.map(({ activity }) => activity.id)).toEqual(Array(2).fill(heard[0]?.activity.id));
  expect(heard.at(-1)?.signedWith).toBe(`${uriOf(a, 'pat')}#main-key`);
});

test('another server can ask our moderators to look at a post', async () => {
  const { a } = street;
  const post = `${uriOf(a, 'pat')}/statuses/${await written(a, pat, 'Something unkind.')}`;
  await says(bob, 'Flag', [uriOf(a, 'pat'), post], { content: 'This is unkind.' });
  await settled(a);
  const { rows } = await a.services.pool.query<{ comment: string }>('select comment from report');
  expect(rows).toEqual([{ comment: 'This is unkind.' }]);
});
