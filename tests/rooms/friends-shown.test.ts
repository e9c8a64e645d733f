import { afterAll, beforeAll, expect, test } from 'vitest';
import { befriended, deliveries } from '../makers/friends.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo } from './house-walk.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { showFriendsTo } from '#domain/connections/friends.server.ts';
import { introduce } from '#domain/connections/introductions.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let [ivy, rad, pat, olga]: Viewer[] = [];
beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  ivy = await world.aPerson({ handle: 'ivy', name: 'Ivy' });
  rad = await world.aPerson({ handle: 'rad', name: 'Rosalind', roles: ['professional'] });
  pat = await world.aPerson({ handle: 'pat', name: 'Pat', roles: ['patient'] });
  olga = await world.aPerson({ handle: 'olga', operator: true });
});
afterAll(() => world.close());

function there(who: Viewer | undefined): Viewer {
  if (!who) throw new Error('Nobody is there.');
  return who;
}

async function read(path: string, viewer?: Viewer): Promise<string> {
  const cookie = viewer && (await world.cookieOf(viewer));
  const { status, headers, body } = await sendTo(world.origin, path, cookie ? { cookie } : {});
  return status === 200 ? body : `${status} ${String(headers['location'])}`;
}

test('somebody’s friends stand on a page beside their followers, as far as both of each two show it', async () => {
  await befriended(world, there(ivy), there(rad));
  const nobody = await read('/@ivy/friends', pat);
  expect(nobody).toContain('Nobody to be seen here.');
  await showFriendsTo(world.as(there(ivy)), 'everyone');
  // One of the two does not show it yet: nothing tells the page of one who has friends from any other.
  expect(await read('/@ivy/friends', pat)).toBe(nobody);
  await showFriendsTo(world.as(there(rad)), 'people');
  expect(await read('/@ivy/friends', pat)).toContain('href="/@rad"');
  expect(await read('/@ivy/friends')).not.toContain('href="/@rad"');
  expect(await read('/@ivy/friends', ivy)).toBe('303 /friends');
  expect(await read('/@ivy', pat)).toContain('href="/@ivy/friends"');
});

test('who asks to be friends is a quiet word on one’s own page, and on nobody else’s', async () => {
  const word = 'One person asks to be friends';
  expect(await read('/@rad', rad)).not.toContain(word);
  await askToBefriend(world.as(there(pat)), { id: there(rad).personId, note: '' });
  await deliveries(world);
  expect(await read('/@rad', rad)).toContain(word);
  expect(await read('/@rad', pat)).not.toContain(word);
});

test('before a yes to an introduction the rules are one step away, where they have something to say', async () => {
  const may = await world.aPerson({ handle: 'may', name: 'May' });
  await befriended(world, there(ivy), may);
  await introduce(world.as(there(ivy)), { ids: [there(rad).personId, may.personId] });
  const ann = await world.aPerson({ handle: 'ann', name: 'Ann' });
  await befriended(world, there(ivy), ann);
  await introduce(world.as(there(ivy)), { ids: [ann.personId, may.personId] });
  await deliveries(world);
  const page = await read('/friends', may);
  expect(page).toContain('/@rad/advice?for=introduction');
  expect(page).toContain('Ann');
  expect(page).not.toContain('/@ann/advice');
  const advice = await read('/@rad/advice?for=introduction', may);
  expect(advice).toContain('Before you say yes to Rosalind');
  // Who was introduced is asked: they owe nobody a yes.
  expect(advice).toContain('You owe nobody a yes');
});

test('where a person writes to somebody who works in health care, it says what not to wait for', async () => {
  const word = 'do not wait for an answer here';
  for (const path of ['/messages/new?to=rad', '/@rad/befriend', '/@rad/advice?for=message'])
    expect(await read(path, pat), path).toContain(word);
  expect(await read('/messages/new?to=rad', pat)).toContain('Call your local emergency number');
  expect(await read('/messages/new?to=ivy', pat)).not.toContain(word);
  expect(await read('/messages/new?to=pat', rad)).not.toContain(word);
  await changeSettings(world.as(there(olga)), { emergency: 'In Ruritania call 555.' });
  const page = await read('/messages/new?to=ivy,rad', pat);
  expect(page).toContain('In Ruritania call 555.');
  expect(page).not.toContain('Call your local emergency number');
});
