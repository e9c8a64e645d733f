import { afterAll, beforeAll, expect, test } from 'vitest';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { listGroups } from './groups.server.ts';
import {
  clearNotifications,
  countUnread,
  dismissNotification,
  findNotification,
  listNotifications,
} from './notifications.server.ts';
import {
  changeNotificationSettings,
  countWaiting,
  readNotificationSettings,
} from './policy.server.ts';
import { acceptRequests, dismissRequests, listRequests } from './requests.server.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import {
  answerFollowRequest,
  followPerson,
  unfollowPerson,
} from '#domain/connections/follows.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import type { Wake } from '#platform/live.server.ts';
import type { Window } from '#platform/window.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const people = (count: number) =>
  Promise.all(Array.from({ length: count }, () => world.aPerson())) as Promise<
    [Viewer, Viewer, Viewer, Viewer]
  >;
const told = async (who: Viewer, filtered = false) =>
  (await listNotifications(world.as(who), { filtered }, { limit: 40 })).map(
    ({ kind, fromId }) => `${kind} ${fromId}`,
  );
const happens = (kind: string, about: Record<string, string>) =>
  inTransaction(world.as(null), (tx) => announce(tx, kind, about));

async function wakesWhile(act: () => Promise<unknown>): Promise<Wake[]> {
  const wakes: Wake[] = [];
  const deaf = world.services.live.hear((wake) => void wakes.push(wake));
  await act();
  deaf();
  return wakes.filter(({ kind }) => kind === 'notification');
}

test('who is named, answered or followed hears of it, once, and nobody hears of themselves', async () => {
  const [ann, ben] = await people(2);
  const parent = await written(world, ann, `For myself @${ann.handle}.`);
  await followPerson(world.as(ben), ann.personId);
  await written(world, ben, `Yes, @${ann.handle}.`, { inReplyTo: parent });
  await happens('favourited', { postId: parent, personId: ben.personId });
  await happens('favourited', { postId: parent, personId: ben.personId });
  await happens('favourited', { postId: parent, personId: ann.personId });
  const from = ben.personId;
  expect(await told(ann)).toEqual([`favourite ${from}`, `mention ${from}`, `follow ${from}`]);
  await happens('unfavourited', { postId: parent, personId: ben.personId });
  await unfollowPerson(world.as(ben), ann.personId);
  expect(await told(ann)).toEqual([`mention ${from}`]);
});

test('whoever asked for it hears of each new post, but not of answers to others', async () => {
  const [ann, ben, cleo] = await people(3);
  await followPerson(world.as(ben), ann.personId, { notify: true });
  await followPerson(world.as(cleo), ann.personId);
  const other = await written(world, cleo, 'A question.');
  await written(world, ann, 'News.');
  await written(world, ann, 'An answer.', { inReplyTo: other });
  await written(world, ann, `A secret, @${cleo.handle}.`, { visibility: 'direct' });
  expect(await told(ben)).toEqual([`status ${ann.personId}`]);
});

test('PRV-13: a mention in a post that somebody may not read is not told to them', async () => {
  const [ann, ben] = await people(2);
  const wakes = await wakesWhile(() =>
    written(world, ann, `Only for followers, @${ben.handle}.`, { visibility: 'followers' }),
  );
  expect(await told(ben)).toEqual([]);
  expect(wakes).toEqual([]);
});

test('PRV-20: a notification is its owner’s alone, to read and to remove', async () => {
  const [ann, ben] = await people(2);
  await written(world, ann, `Hello @${ben.handle}.`);
  const [own] = await listNotifications(world.as(ben), {}, { limit: 1 });
  const id = own?.id ?? '';
  expect(await findNotification(world.as(ann), id)).toBeUndefined();
  expect(await findNotification(world.as(null), id)).toBeUndefined();
  expect(await dismissNotification(world.as(ann), id)).toBe(false);
  await clearNotifications(world.as(ann));
  expect((await findNotification(world.as(ben), id))?.kind).toBe('mention');
  expect(await dismissNotification(world.as(ben), id)).toBe(true);
  expect(await told(ben)).toEqual([]);
});

test('what may not be read any more is in no list, no count and no group', async () => {
  const [ann, ben] = await people(2);
  await followPerson(world.as(ben), ann.personId);
  const text = `To my followers, @${ben.handle}.`;
  await written(world, ann, text, { visibility: 'followers' });
  expect(await countUnread(world.as(ben), {}, 100)).toBe(1);
  await unfollowPerson(world.as(ben), ann.personId);
  expect(await told(ben)).toEqual([]);
  expect(await countUnread(world.as(ben), {}, 100)).toBe(0);
  expect(await listGroups(world.as(ben), {}, { limit: 20 })).toEqual([]);
});

test('NTF-05: nobody hears of whom they blocked or muted, nor of a thread that they muted', async () => {
  const [ann, ben, cleo, dora] = await people(4);
  const own = await written(world, ann, 'A thread.');
  await written(world, ben, `Before, @${ann.handle}.`);
  await blockPerson(world.as(ann), ben.personId);
  await mutePerson(world.as(ann), cleo.personId);
  expect(await told(ann)).toEqual([]);
  const silent = await wakesWhile(async () => {
    await written(world, cleo, `Muted, @${ann.handle}.`);
    await written(world, ben, `Blocked, @${ann.handle}.`);
  });
  expect(silent).toEqual([]);
  await world.services.pool.query(
    'insert into thread_mute (person_id, thread_id) values ($1, $2)',
    [ann.personId, own],
  );
  const wakes = await wakesWhile(() => written(world, dora, 'In the thread.', { inReplyTo: own }));
  expect(await told(ann, true)).toEqual([]);
  expect(wakes).toEqual([]);
});

test('NTF-05: a stranger’s direct message waits as a request, with no word to streams, until it is let through', async () => {
  const [ann, ben] = await people(2);
  const as = world.as(ann);
  const wakes = await wakesWhile(() =>
    written(world, ben, `Psst, @${ann.handle}.`, { visibility: 'direct' }),
  );
  expect(wakes).toEqual([]);
  expect(await told(ann)).toEqual([]);
  expect(await countUnread(as, {}, 100)).toBe(0);
  expect(await countWaiting(as)).toEqual({ requests: 1, notifications: 1 });
  const [request] = await listRequests(as, { limit: 20 });
  expect(request).toMatchObject({ fromId: ben.personId, count: 1 });
  expect(await acceptRequests(world.as(ben), [request?.id ?? ''])).toBe(0);
  expect(await acceptRequests(as, [request?.id ?? ''])).toBe(1);
  expect(await told(ann)).toEqual([`mention ${ben.personId}`]);
  await written(world, ben, `Again, @${ann.handle}.`, { visibility: 'direct' });
  expect((await told(ann)).length).toBe(2);
  expect(await listRequests(as, { limit: 20 })).toEqual([]);
});

test('a request that is dismissed goes with what waited, and the next message waits again', async () => {
  const [ann, ben] = await people(2);
  await written(world, ben, `One, @${ann.handle}.`, { visibility: 'direct' });
  const [request] = await listRequests(world.as(ann), { limit: 20 });
  expect(await dismissRequests(world.as(ann), [request?.id ?? ''])).toBe(1);
  expect(await told(ann, true)).toEqual([]);
  await written(world, ben, `Two, @${ann.handle}.`, { visibility: 'direct' });
  expect((await listRequests(world.as(ann), { limit: 20 })).length).toBe(1);
});

test('a message of somebody whom one follows, or wrote to first, waits for nothing', async () => {
  const [ann, ben, cleo] = await people(3);
  await followPerson(world.as(ann), ben.personId);
  await written(world, ann, `A question, @${cleo.handle}.`, { visibility: 'direct' });
  await written(world, ben, `Hello, @${ann.handle}.`, { visibility: 'direct' });
  await written(world, cleo, `An answer, @${ann.handle}.`, { visibility: 'direct' });
  expect(await told(ann)).toEqual([`mention ${cleo.personId}`, `mention ${ben.personId}`]);
});

test.each(['notFollowing', 'notFollowers', 'newAccounts'] as const)(
  'the policy about %s lets wait or drops what it says',
  async (matter) => {
    const [ann, ben] = await people(2);
    await changeNotificationSettings(world.as(ann), { [matter]: 'filter' });
    await written(world, ben, `Waits, @${ann.handle}.`);
    expect([await told(ann), (await told(ann, true)).length]).toEqual([[], 1]);
    await changeNotificationSettings(world.as(ann), { [matter]: 'drop' });
    await written(world, ben, `Is dropped, @${ann.handle}.`);
    expect((await told(ann, true)).length).toBe(1);
  },
);

test('quiet hours let only friends and the club through, and what came meanwhile is shown afterwards', async () => {
  const [ann, ben, cleo] = await people(3);
  await world.services.pool.query(
    'insert into friendship (person_id, friend_id, since) values ($1, $2, now())',
    [ann.personId, ben.personId],
  );
  const quietUntil = new Date(world.clock.now().getTime() + 60 * 60 * 1000);
  await changeNotificationSettings(world.as(ann), { quietUntil });
  await written(world, ben, `A friend, @${ann.handle}.`);
  const wakes = await wakesWhile(() => written(world, cleo, `Somebody, @${ann.handle}.`));
  expect(wakes).toEqual([]);
  expect(await told(ann)).toEqual([`mention ${ben.personId}`]);
  await changeNotificationSettings(world.as(ann), { quietUntil: null });
  expect(await told(ann)).toEqual([`mention ${cleo.personId}`, `mention ${ben.personId}`]);
  expect((await readNotificationSettings(world.as(ann))).quietUntil).toBeNull();
});

test('many favourites of one post are one group; others stand alone', async () => {
  const [ann, ben, cleo, dora] = await people(4);
  const post = await written(world, ann, 'Liked.');
  for (const { personId } of [ben, cleo, dora])
    await happens('favourited', { postId: post, personId });
  await written(world, ben, `And, @${ann.handle}.`);
  const groups = await listGroups(world.as(ann), {}, { limit: 20 });
  expect(groups.map(({ kind, count, fromIds }) => [kind, count, fromIds.length])).toEqual([
    ['mention', 1, 1],
    ['favourite', 3, 3],
  ]);
  const alone = await listGroups(world.as(ann), { grouped: ['reblog'] }, { limit: 20 });
  expect(alone.length).toBe(4);
});

test('a group stands on the page of its newest, and on no page after it', async () => {
  const [ann, ben, cleo] = await people(3);
  const post = await written(world, ann, 'Liked early and late.');
  await happens('favourited', { postId: post, personId: ben.personId });
  await written(world, ben, `Between, @${ann.handle}.`);
  await happens('favourited', { postId: post, personId: cleo.personId });
  const kinds = async (window: Window) =>
    (await listGroups(world.as(ann), {}, window)).map(({ kind, count }) => `${kind} ${count}`);
  const [first] = await listGroups(world.as(ann), {}, { limit: 1 });
  expect(await kinds({ limit: 1 })).toEqual(['favourite 2']);
  expect(await kinds({ limit: 5, maxId: first?.newestId ?? '' })).toEqual(['mention 1']);
  expect(await kinds({ limit: 5, minId: first?.newestId ?? '' })).toEqual([]);
});

test('PRV-17: a follow that is asked for is told, and goes with its answer', async () => {
  const [ann, ben] = await people(2);
  await world.services.pool.query('update person set locked = true where id = $1', [ann.personId]);
  await followPerson(world.as(ben), ann.personId);
  expect(await told(ann)).toEqual([`follow_request ${ben.personId}`]);
  await answerFollowRequest(world.as(ann), ben.personId, true);
  expect(await told(ann)).toEqual([`follow ${ben.personId}`]);
});

test('PRV-04: what waits is counted as far as it may be read now', async () => {
  const [ann, ben] = await people(2);
  const id = await written(world, ben, `Psst, @${ann.handle}.`, { visibility: 'direct' });
  const as = world.as(ann);
  expect(await countWaiting(as)).toEqual({ requests: 1, notifications: 1 });
  await world.services.pool.query('update post set withheld = now() where id = $1', [id]);
  expect(await countWaiting(as)).toEqual({ requests: 0, notifications: 0 });
});
