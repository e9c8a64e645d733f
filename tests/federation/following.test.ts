import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStranger, everybody, type Stranger, type StrangePerson } from './stranger.ts';
import { openHouse, openTown, type House, type Town } from './town.ts';
import { followPerson, unfollowPerson } from '#domain/connections/follows.server.ts';
import { findProfile } from '#domain/people/profile.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let town: Town;
let a: House;
let p1: Stranger;
let pat: Viewer;
let bob: StrangePerson;

beforeAll(async () => {
  town = await openTown();
  a = await openHouse(town, 'a.test');
  p1 = await openStranger(town, 'p1.test');
  pat = await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
});
afterAll(async () => {
  await Promise.all([a.close(), p1.close()]);
  await town.close();
});

const inbox = 'https://a.test/users/pat/inbox';
const home = async () => (await listHome(a.as(pat), { limit: 20 })).map(({ post }) => post.text);

test('whoever follows from elsewhere is told that they do, and is sent what is written', async () => {
  const follow = {
    id: p1.newId(),
    type: 'Follow',
    actor: bob.uri,
    object: 'https://a.test/users/pat',
  };
  expect(await p1.say(bob, inbox, follow)).toMatchObject({ status: 202 });
  await expect.poll(() => p1.heardOf('Accept').length).toBe(1);
  expect(p1.heardOf('Accept')[0]).toMatchObject({
    activity: { actor: 'https://a.test/users/pat', object: { id: follow.id } },
    signedWith: 'https://a.test/users/pat#main-key',
  });
  await writePost(a.as(pat), { text: 'Tea in the ward kitchen', visibility: 'public' });
  await expect.poll(() => p1.heardOf('Create').length).toBe(1);
  expect(p1.heardOf('Create')[0]?.activity.object).toMatchObject({
    type: 'Note',
    attributedTo: 'https://a.test/users/pat',
    content: '<p>Tea in the ward kitchen</p>',
    to: [everybody],
  });
});

test('somebody elsewhere is found by their handle, and followed once they say yes', async () => {
  const found = await a.services.elsewhere(a.as(pat), '@bob@p1.test');
  const profile = await findProfile(a.as(pat), 'bob@p1.test');
  expect(found).toEqual({ personId: profile?.id });
  expect(await followPerson(a.as(pat), profile?.id ?? '')).toEqual({ state: 'asked' });
  await expect.poll(() => p1.heardOf('Follow').length).toBe(1);
  const asked = p1.heardOf('Follow')[0]?.activity;
  const yes = { id: p1.newId(), type: 'Accept', actor: bob.uri, object: asked };
  await p1.say(bob, inbox, yes);
  const note = p1.aNote(bob, '<p>Hello from <b>elsewhere</b></p>');
  const create = { id: p1.newId(), type: 'Create', actor: bob.uri, to: note.to, object: note };
  await p1.say(bob, 'https://a.test/inbox', create);
  await expect.poll(home).toContain('Hello from elsewhere');
  await unfollowPerson(a.as(pat), profile?.id ?? '');
  await expect.poll(() => p1.heardOf('Undo').length).toBe(1);
});
