import { afterAll, beforeAll, expect, test } from 'vitest';
import { befriended, deliveries } from '../../../tests/makers/friends.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { blockPerson } from './blocks.server.ts';
import { readContacts, shareContact } from './contacts.server.ts';
import { listFriends, listFriendsOf, showFriendsTo, unfriend } from './friends.server.ts';
import {
  answerIntroduction,
  listHeldIntroductions,
  listIntroducedToMe,
  setIntroductionAside,
} from './introduction-answers.server.ts';
import { tidyIntroductions } from './introduction-delivery.server.ts';
import { introduce, listIntroductions, withdrawIntroduction } from './introductions.server.ts';
import { answerMeeting, forgetMeetings, listMeetings, proposeMeeting } from './meetings.server.ts';
import { sayYoung } from './request-holds.server.ts';
import { listGroups } from '#domain/notifications/groups.server.ts';
import { personRole } from '#domain/people/schema.server.ts';
import { roleShownTo } from '#domain/people/person-roles.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

async function threeWithAFriend(): Promise<[Viewer, Viewer, Viewer]> {
  const [ivy, ann, ben] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  await befriended(world, ivy, ann);
  await befriended(world, ivy, ben);
  return [ivy, ann, ben];
}

const made = async (who: Viewer) =>
  (await listIntroductions(world.as(who))).map(({ state }) => state);
const introduced = async (who: Viewer) => (await listIntroducedToMe(world.as(who)))[0]?.id ?? '';
const friends = async (who: Viewer) =>
  (await listFriends(world.as(who))).map(({ personId }) => personId);
const news = async (who: Viewer) =>
  (await listGroups(world.as(who), { own: true }, { limit: 40 })).map(({ kind }) => kind);
const bring = (ivy: Viewer, ann: Viewer, ben: Viewer) =>
  introduce(world.as(ivy), { ids: [ann.personId, ben.personId], note: 'You both paint.' });

test('two yeses to an introduction make friends; who introduced them sees the same whoever answers what', async () => {
  const [ivy, ann, ben] = await threeWithAFriend();
  expect(await bring(ivy, ben, ann)).toEqual({ state: 'made' });
  await deliveries(world);
  const before = [await listIntroductions(world.as(ivy)), await news(ivy)];
  expect(await listIntroducedToMe(world.as(ann))).toMatchObject([
    { introducerId: ivy.personId, otherId: ben.personId, note: 'You both paint.', yes: false },
  ]);
  const yes = { id: await introduced(ann), yes: true };
  expect(await answerIntroduction(world.as(ivy), yes)).toEqual({ refused: 'gone' });
  expect(await answerIntroduction(world.as(ann), yes)).toEqual({ state: 'waits' });
  expect(await listIntroducedToMe(world.as(ben))).toMatchObject([{ yes: false }]);
  expect(await answerIntroduction(world.as(ann), { ...yes, yes: false })).toEqual({
    state: 'waits',
  });
  expect(await answerIntroduction(world.as(ben), yes)).toEqual({ state: 'waits' });
  expect(await answerIntroduction(world.as(ann), yes)).toEqual({ state: 'friends' });
  expect(await friends(ann)).toContain(ben.personId);
  expect([await listIntroductions(world.as(ivy)), await news(ivy)]).toEqual(before);
  expect(await bring(ivy, ann, ben)).toMatchObject({ refused: 'tooSoon' });
});

test('an introduction to somebody who was blocked, to friends already, or to the young lies where a request would', async () => {
  const [ivy, ann, ben] = await threeWithAFriend();
  await blockPerson(world.as(ann), ben.personId);
  expect(await bring(ivy, ann, ben)).toEqual({ state: 'made' });
  const [cleo, dan] = [await world.aPerson(), await world.aPerson()];
  for (const one of [cleo, dan]) await befriended(world, ivy, one);
  await sayYoung(world.as(cleo), true);
  await bring(ivy, cleo, dan);
  await deliveries(world);
  expect([await introduced(ann), await introduced(ben), await introduced(cleo)]).toEqual([
    '',
    '',
    '',
  ]);
  expect(await introduced(dan)).not.toBe('');
  expect(await listHeldIntroductions(world.as(cleo))).toMatchObject([{ note: '' }]);
  await setIntroductionAside(world.as(dan), await introduced(dan));
  expect(await made(ivy)).toEqual(['made', 'made']);
});

test('only friends are introduced; an introduction is taken back, or lapses as requests do', async () => {
  const [ivy, ann, ben] = await threeWithAFriend();
  const stranger = await world.aPerson();
  expect(await bring(ivy, ann, stranger)).toEqual({ refused: 'gone' });
  expect(await bring(ivy, ann, ann)).toEqual({ refused: 'self' });
  await bring(ivy, ann, ben);
  await deliveries(world);
  const [own] = await listIntroductions(world.as(ivy));
  expect(await withdrawIntroduction(world.as(ann), own?.id ?? '')).toEqual({ refused: 'gone' });
  expect(await withdrawIntroduction(world.as(ivy), own?.id ?? '')).toBeUndefined();
  await deliveries(world);
  expect([await introduced(ann), await news(ben), await made(ivy)]).toEqual([
    '',
    ['friend'],
    ['withdrawn'],
  ]);
  const [kim, lou, max] = await threeWithAFriend();
  await bring(kim, lou, max);
  await deliveries(world);
  world.clock.turnBy(22 * day);
  expect([await introduced(lou), await made(kim)]).toEqual(['', ['lapsed']]);
  await tidyIntroductions(world.services, {});
  expect(await news(lou)).toEqual(['friend']);
});

test('contact details are for one friend, until they are taken back or the friendship ends', async () => {
  const [ivy, ann, ben] = await threeWithAFriend();
  const give = (text: string) => shareContact(world.as(ivy), { friendId: ann.personId, text });
  const seen = (who: Viewer) => readContacts(world.as(who), ivy.personId);
  expect(await give(' 555 0123 ')).toBeUndefined();
  expect(await seen(ann)).toEqual({ mine: '', theirs: '555 0123' });
  expect(await seen(ben)).toEqual({ mine: '', theirs: '' });
  await give('');
  expect(await seen(ann)).toEqual({ mine: '', theirs: '' });
  await give('555 0124');
  await unfriend(world.as(ann), ivy.personId);
  expect(await seen(ann)).toEqual({ refused: 'gone' });
  expect(await give('555 0125')).toEqual({ refused: 'gone' });
  await befriended(world, ann, ivy).catch(() => undefined);
  const { rows } = await world.services.pool.query('select from shared_contact');
  expect(rows).toEqual([]);
});

test('two friends arrange to meet by wall time: two yeses, either taken back, and it goes after its time', async () => {
  const [ivy, ann, ben] = await threeWithAFriend();
  const when = {
    date: '2027-03-28',
    time: '15:00',
    zone: 'Europe/London',
    place: 'Park',
    words: '',
  };
  const propose = (more: object = {}) =>
    proposeMeeting(world.as(ivy), { friendId: ann.personId, ...when, ...more });
  world.clock.turnTo(new Date('2027-03-01T12:00:00Z'));
  expect(await propose({ zone: '+01:00' })).toEqual({ refused: 'noTime' });
  expect(await propose({ date: '2027-02-30' })).toEqual({ refused: 'noTime' });
  expect(await propose({ date: '2027-02-28' })).toEqual({ refused: 'over' });
  expect(await propose({ friendId: (await world.aPerson()).personId })).toEqual({
    refused: 'gone',
  });
  const proposed = await propose();
  const id = 'id' in proposed ? proposed.id : '';
  expect(await news(ann)).toContain('meeting');
  expect(await listMeetings(world.as(ann))).toMatchObject([
    {
      id,
      friendId: ivy.personId,
      myYes: false,
      theirYes: true,
      at: new Date('2027-03-28T14:00:00Z'),
    },
  ]);
  expect(await answerMeeting(world.as(ben), { id, yes: true })).toEqual({ refused: 'gone' });
  await answerMeeting(world.as(ann), { id, yes: true });
  expect(await listMeetings(world.as(ivy))).toMatchObject([{ myYes: true, theirYes: true }]);
  await answerMeeting(world.as(ann), { id, yes: false });
  expect(await listMeetings(world.as(ivy), ann.personId)).toMatchObject([{ theirYes: false }]);
  expect(await listMeetings(world.as(ivy), ben.personId)).toEqual([]);
  world.clock.turnTo(new Date('2027-03-28T14:00:00Z'));
  expect(await listMeetings(world.as(ivy))).toEqual([]);
  expect(await answerMeeting(world.as(ann), { id, yes: true })).toEqual({ refused: 'gone' });
  world.clock.turnBy(3 * day);
  await forgetMeetings(world.services, {});
  expect((await world.services.pool.query('select from meeting')).rows).toEqual([]);
});

test("HLT-04: somebody's friends are shown only where both of a pair show them, and a role for friends to friends", async () => {
  const [nurse, pat, other] = await threeWithAFriend();
  const seenBy = async (who: Viewer | null) =>
    (await listFriendsOf(world.as(who), nurse.personId)).map(({ personId }) => personId);
  const stranger = await world.aPerson();
  await showFriendsTo(world.as(nurse), 'everyone');
  expect([await seenBy(null), await seenBy(stranger)]).toEqual([[], []]);
  expect(await seenBy(pat)).toEqual([pat.personId]);
  await showFriendsTo(world.as(other), 'people');
  expect([await seenBy(null), await seenBy(stranger)]).toEqual([[], [other.personId]]);
  await blockPerson(world.as(other), stranger.personId);
  expect(await seenBy(stranger)).toEqual([]);
  const { db } = world.services;
  await db
    .insert(personRole)
    .values({ personId: pat.personId, role: 'patient', audience: 'friends' });
  const roles = (who: Viewer) => db.select().from(personRole).where(roleShownTo(who));
  expect((await roles(nurse)).length).toBe(1);
  expect((await roles(stranger)).length).toBe(0);
});
