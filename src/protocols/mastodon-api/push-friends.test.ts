import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPushPeer, type PushPeer } from '../../../tests/doubles/push-peer.ts';
import { callsOf } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { befriended } from '../../../tests/makers/friends.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { acceptRequest, listRequestsToMe } from '#domain/connections/friend-answers.server.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { introduce } from '#domain/connections/introductions.server.ts';
import { proposeMeeting } from '#domain/connections/meetings.server.ts';
import { listGroups } from '#domain/notifications/groups.server.ts';
import { ownKinds } from '#domain/notifications/kinds.ts';
import { changeNotificationSettings } from '#domain/notifications/policy.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let peer: PushPeer;
beforeAll(async () => {
  peer = await openPushPeer();
  world = await openWorld({ env: { POCKETFRIENDS_PEERS: peer.host } });
});
afterAll(async () => {
  await world.close();
  await peer.close();
});

/** Somebody whose device wants to hear of everything, with every word, under every name that there is. */
async function hears(viewer: Viewer): Promise<void> {
  const token = await aToken(world, viewer, ['read', 'push']);
  const alerts = Object.fromEntries(['mention', 'follow', ...ownKinds].map((kind) => [kind, true]));
  const { subscription } = peer;
  await callsOf(world)('POST /api/v1/push/subscription', {
    token,
    body: { subscription, data: { alerts } },
  });
  await changeNotificationSettings(world.as(viewer), { pushSaysWords: true });
}

/** Everything that apps do not know, told to somebody by this and that person; `Secret` stands in all of it. */
async function everythingOfOurOwn(ann: Viewer): Promise<void> {
  const [ben, cleo] = [await world.aPerson({ name: 'Ben Secret' }), await world.aPerson()];
  const note = 'Secret ward';
  await askToBefriend(world.as(ben), { id: ann.personId, note });
  await workOff(world);
  await acceptRequest(world.as(ann), (await listRequestsToMe(world.as(ann)))[0]?.id ?? '');
  const dora = await world.aPerson({ name: 'Dora Secret' });
  await askToBefriend(world.as(dora), { id: ann.personId, note });
  await askToBefriend(world.as(ann), { id: cleo.personId });
  await askToBefriend(world.as(cleo), { id: ann.personId });
  const [emil, when] = [await world.aPerson(), { date: '2026-12-24', time: '10:00', zone: 'UTC' }];
  await befriended(world, ben, emil);
  await introduce(world.as(ben), { ids: [ann.personId, emil.personId], note });
  const meeting = { friendId: ann.personId, ...when, place: note, words: '' };
  await proposeMeeting(world.as(ben), meeting);
  await written(world, ann, 'Mrs Secret cried today when we told her about the scan.');
  const tess = await world.aPerson({ name: 'Tess Secret', roles: ['professional'] });
  await callsOf(world)('POST /api/v1/statuses', {
    token: await aToken(world, ann, ['write']),
    body: { status: `@${tess.handle} Secret`, visibility: 'direct' },
  });
  await workOff(world);
}

test('HLT-18: of friends, requests, introductions, meetings, private notes and advice no device and no letter says a word', async () => {
  const ann = await world.aPerson();
  await hears(ann);
  await everythingOfOurOwn(ann);
  const groups = await listGroups(world.as(ann), { own: true }, { limit: 40 });
  expect(new Set(groups.map(({ kind }) => kind))).toEqual(new Set(ownKinds));
  expect([peer.calls, world.letters]).toEqual([[], []]);
  // The control: the same device hears what may be heard.
  await written(world, await world.aPerson(), `Good evening, @${ann.handle}`);
  await workOff(world);
  expect(peer.messages).toMatchObject([{ notification_type: 'mention' }]);
});
