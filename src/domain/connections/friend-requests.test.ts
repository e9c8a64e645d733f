import { afterAll, beforeAll, expect, test } from 'vitest';
import { befriended, deliveries } from '../../../tests/makers/friends.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { blockPerson, unblockPerson } from './blocks.server.ts';
import { followPerson } from './follows.server.ts';
import {
  acceptRequest,
  bringBack,
  countRequestsToMe,
  listHeldRequests,
  listRequestsToMe,
  setAside,
} from './friend-answers.server.ts';
import { tidyFriendRequests } from './friend-delivery.server.ts';
import { askToBefriend, listSentRequests, withdraw } from './friend-requests.server.ts';
import { listFriends, unfriend } from './friends.server.ts';
import { listRelations } from './relations.server.ts';
import { changeHolds, sayYoung } from './request-holds.server.ts';
import { listGroups } from '#domain/notifications/groups.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => void (world = await openWorld({ now: '2026-11-22T12:00:00Z' })));
afterAll(() => world.close());

const ask = (who: Viewer, whom: Viewer, note = '') =>
  askToBefriend(world.as(who), { id: whom.personId, note });
const sent = async (who: Viewer) =>
  (await listSentRequests(world.as(who))).map(({ handle, state }) => `${handle} ${state}`);
const reached = async (who: Viewer) =>
  (await listRequestsToMe(world.as(who))).map(({ askerId, note }) => `${askerId} ${note}`);
const held = async (who: Viewer) =>
  (await listHeldRequests(world.as(who))).map(({ askerId, note }) => `${askerId} ${note}`);
const friends = async (who: Viewer) =>
  (await listFriends(world.as(who))).map(({ personId }) => personId);
const news = async (who: Viewer) =>
  (await listGroups(world.as(who), { own: true }, { limit: 40 })).map(({ kind }) => kind);
const firstTo = async (who: Viewer) => (await listRequestsToMe(world.as(who)))[0]?.id ?? '';
const none = { roles: [], places: [], noSharedClub: false };

test('a patient asks a radiographer with a kind word, who says yes: they are friends and read each other', async () => {
  const [pat, rad] = [await world.aPatient(), await world.aRadiographer()];
  expect(await ask(pat, rad, ' We spoke in the club. ')).toEqual({ state: 'sent' });
  expect(await reached(rad)).toEqual([]);
  await deliveries(world);
  expect(await reached(rad)).toEqual([`${pat.personId} We spoke in the club.`]);
  expect(await countRequestsToMe(world.as(rad))).toBe(1);
  expect(await news(rad)).toEqual(['friend_request']);
  expect(await sent(pat)).toEqual([`${rad.handle} sent`]);
  expect(await acceptRequest(world.as(rad), await firstTo(rad))).toBeUndefined();
  expect([await friends(pat), await friends(rad)]).toEqual([[rad.personId], [pat.personId]]);
  expect(await sent(pat)).toEqual([`${rad.handle} friends`]);
  expect(await reached(rad)).toEqual([]);
  expect([await news(pat), await news(rad)]).toEqual([['friend'], ['friend']]);
  const [relation] = await listRelations(world.as(pat), [rad.personId]);
  expect(relation).toMatchObject({ friends: true, follows: true, followed: true });
});

test('two who ask each other are friends at once, also when one of the requests was held', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPatient()];
  await changeHolds(world.as(ann), { ...none, roles: ['patient'] });
  await ask(ben, ann);
  await deliveries(world);
  expect([await reached(ann), await held(ann)]).toEqual([[], [`${ben.personId} `]]);
  expect(await ask(ann, ben)).toEqual({ state: 'friends' });
  expect(await sent(ben)).toEqual([`${ann.handle} friends`]);
  expect(await held(ann)).toEqual([]);
  expect(await ask(ann, ben)).toEqual({ state: 'friends' });
});

test('a request that is put aside lies in the tray without its note, and nobody is told', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  await ask(ann, ben, 'Hello.');
  await deliveries(world);
  const before = await listSentRequests(world.as(ann));
  expect(await setAside(world.as(ben), await firstTo(ben))).toBeUndefined();
  await deliveries(world);
  expect([await reached(ben), await held(ben)]).toEqual([[], [`${ann.personId} `]]);
  expect([await news(ann), await news(ben)]).toEqual([[], []]);
  expect(await listSentRequests(world.as(ann))).toEqual(before);
  const [lying] = await listHeldRequests(world.as(ben));
  expect(await bringBack(world.as(ann), lying?.id ?? '')).toEqual({ refused: 'gone' });
  expect(await bringBack(world.as(ben), lying?.id ?? '')).toBeUndefined();
  expect(await reached(ben)).toEqual([`${ann.personId} Hello.`]);
});

test('what is withdrawn goes from the asked, and cannot be asked again before 51 days have passed', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  await ask(ann, ben, 'Hello.');
  await deliveries(world);
  const [request] = await listSentRequests(world.as(ann));
  const toBen = await firstTo(ben);
  expect(await withdraw(world.as(ben), request?.id ?? '')).toEqual({ refused: 'gone' });
  expect(await withdraw(world.as(ann), request?.id ?? '')).toBeUndefined();
  expect(await withdraw(world.as(ann), request?.id ?? '')).toEqual({ refused: 'gone' });
  expect(await acceptRequest(world.as(ben), toBen)).toEqual({ refused: 'gone' });
  await deliveries(world);
  expect([await reached(ben), await news(ben), await sent(ann)]).toEqual([
    [],
    [],
    [`${ben.handle} withdrawn`],
  ]);
  const again = await ask(ann, ben);
  expect(again).toEqual({ refused: 'tooSoon', again: new Date('2027-01-13T03:00:00Z') });
  world.clock.turnTo(new Date('2027-01-13T02:59:00Z'));
  expect(await ask(ann, ben)).toEqual(again);
  world.clock.turnTo(new Date('2027-01-13T03:00:00Z'));
  expect(await sent(ann)).toEqual([]);
  expect(await ask(ann, ben)).toEqual({ state: 'sent' });
});

test('a request lapses after 21 days, at the same hour for all, by the clock; a job tidies what was left', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  world.clock.turnTo(new Date('2027-03-01T12:34:00Z'));
  await ask(ann, ben, 'Hello.');
  await deliveries(world);
  world.clock.turnTo(new Date('2027-03-23T02:59:00Z'));
  await tidyFriendRequests(world.services, {});
  expect([await sent(ann), (await reached(ben)).length]).toEqual([[`${ben.handle} sent`], 1]);
  world.clock.turnTo(new Date('2027-03-23T03:00:00Z'));
  expect([await sent(ann), await reached(ben)]).toEqual([[`${ben.handle} lapsed`], []]);
  await tidyFriendRequests(world.services, {});
  expect(await news(ben)).toEqual([]);
  expect(await ask(ann, ben)).toMatchObject({ refused: 'tooSoon' });
  const rows = () =>
    world.services.pool.query('select note from friend_request where asker_id = $1', [
      ann.personId,
    ]);
  expect((await rows()).rows).toEqual([{ note: '' }]);
  world.clock.turnBy(30 * day);
  await tidyFriendRequests(world.services, {});
  expect((await rows()).rows).toEqual([]);
});

test('whoever is blocked after asking finds what they sent as it was; nothing of it reaches the other any more', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  await ask(ann, ben, 'Hello.');
  const before = await listSentRequests(world.as(ann));
  await blockPerson(world.as(ben), ann.personId);
  await deliveries(world);
  expect(await listSentRequests(world.as(ann))).toEqual(before);
  await unblockPerson(world.as(ben), ann.personId);
  await blockPerson(world.as(ann), ben.personId);
  expect(await sent(ann)).toEqual([`${ben.handle} withdrawn`]);
  expect([await reached(ben), await held(ben)]).toEqual([[], []]);
});

test('nobody asks somebody who has blocked them: they are as absent as somebody who is not there', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  await blockPerson(world.as(ben), ann.personId);
  expect(await ask(ann, ben)).toEqual({ refused: 'gone' });
  expect(await askToBefriend(world.as(ann), { id: '4711' })).toEqual({ refused: 'gone' });
  expect(await askToBefriend(world.as(ann), { id: 'no id' })).toEqual({ refused: 'gone' });
  expect(await ask(ben, ann)).toEqual({ refused: 'gone' });
  expect(await ask(ann, ann)).toEqual({ refused: 'self' });
  expect(await ask(ann, ben, 'x'.repeat(301))).toEqual({ refused: 'tooLong' });
});

test('what an adult asks of somebody under eighteen lies in their tray; what another young person asks comes', async () => {
  const [young, adult, other] = [
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  for (const one of [young, other]) await sayYoung(world.as(one), true);
  await ask(adult, young);
  await ask(other, young);
  await deliveries(world);
  expect(await held(young)).toEqual([`${adult.personId} `]);
  expect(await reached(young)).toEqual([`${other.personId} `]);
  expect(
    await acceptRequest(world.as(young), (await listHeldRequests(world.as(young)))[0]?.id ?? ''),
  ).toBeUndefined();
  expect(await friends(adult)).toEqual([young.personId]);
});

test('a friendship ends quietly: nobody is told, what it began ends, and an older follow stays', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(ann), ben.personId);
  world.clock.turnBy(1000);
  await befriended(world, ann, ben);
  expect(await unfriend(world.as(ben), ann.personId)).toBeUndefined();
  expect(await unfriend(world.as(ben), ann.personId)).toEqual({ refused: 'gone' });
  const [relation] = await listRelations(world.as(ann), [ben.personId]);
  expect(relation).toMatchObject({ friends: false, follows: true, followed: false });
  expect([await friends(ann), await friends(ben), await sent(ann)]).toEqual([[], [], []]);
  expect(await news(ann)).toEqual([]);
});

test('HLT-02: twenty requests a day, and the twenty-first is refused alike, whoever is asked', async () => {
  const asker = await world.aPerson();
  const [there, blocker] = [await world.aPerson(), await world.aPerson()];
  await blockPerson(world.as(blocker), asker.personId);
  for (let n = 0; n < 20; n += 1) await ask(asker, n % 2 ? there : blocker);
  for (const id of [there.personId, blocker.personId, '4711'])
    expect(await askToBefriend(world.as(asker), { id })).toEqual({ refused: 'tooFast' });
});
