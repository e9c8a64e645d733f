import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { boostPost } from './boosts.server.ts';
import { listHome } from './home.server.ts';
import { findPost } from './read.server.ts';
import type { Visibility } from './rules.ts';
import { writePost, type Writing } from './write.server.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson, unfollowPerson } from '#domain/connections/follows.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

async function write(author: Viewer, text: string, more: Partial<Writing> = {}) {
  const writing = { text, visibility: 'public' as Visibility, ...more };
  const made = await writePost(world.as(author), writing);
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}
const home = async (viewer: Viewer) =>
  (await listHome(world.as(viewer), { limit: 20 })).map(({ post }) => post.text);

test('a post for followers is read by followers, and by nobody else', async () => {
  const [anna, ben, cleo] = [await world.aPatient(), await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(ben), anna.personId);
  const id = await write(anna, 'For you.', { visibility: 'followers' });
  const seen = await Promise.all([anna, ben, cleo, null].map((who) => findPost(world.as(who), id)));
  expect(seen.map(Boolean)).toEqual([true, true, false, false]);
});

test('a reply is for those only who may read what it answers, and its answered person reads it', async () => {
  const [anna, ben, cleo, dora] = [
    await world.aPatient(),
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  for (const who of [ben, cleo]) await followPerson(world.as(who), anna.personId);
  for (const who of [cleo, dora]) await followPerson(world.as(who), ben.personId);
  const parent = await write(anna, 'Quietly.', { visibility: 'followers' });
  const reply = await write(ben, 'With you.', { inReplyTo: parent });
  const close = await write(ben, 'Closer.', { inReplyTo: parent, visibility: 'followers' });
  const reads = async (id: string) =>
    (
      await Promise.all([anna, ben, cleo, dora, null].map((who) => findPost(world.as(who), id)))
    ).map(Boolean);
  expect(await reads(reply)).toEqual([true, true, true, false, false]);
  expect(await reads(close)).toEqual([true, true, true, false, false]);
  await unfollowPerson(world.as(cleo), ben.personId);
  expect(await reads(close)).toEqual([true, true, false, false, false]);
});

test('home holds whom one follows, at once and afterwards; a mute hides, an unfollow takes away, a block too', async () => {
  const [anna, ben, cleo] = [await world.aPatient(), await world.aPerson(), await world.aPerson()];
  await write(anna, 'Before.');
  await followPerson(world.as(ben), anna.personId);
  await followPerson(world.as(cleo), anna.personId);
  await write(anna, 'After #rest.');
  expect(await home(ben)).toEqual(['After #rest.', 'Before.']);
  await mutePerson(world.as(cleo), anna.personId);
  expect(await home(cleo)).toEqual([]);
  await unfollowPerson(world.as(ben), anna.personId);
  expect(await home(ben)).toEqual([]);
  await blockPerson(world.as(anna), ben.personId);
  const id = await write(anna, 'Elsewhere.');
  expect(await findPost(world.as(ben), id)).toBeUndefined();
  expect(await followPerson(world.as(ben), anna.personId)).toEqual({ refused: 'gone' });
});

test('people and hashtags of a text become links, and a plain text stays a paragraph', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson({ handle: 'ben_k' })];
  const id = await write(anna, 'Hello @ben_k & @nobody_here, see #MedRadJClub & #39;');
  const post = await findPost(world.as(ben), id);
  expect(post?.mentions).toEqual([{ id: ben.personId, handle: 'ben_k' }]);
  expect(post?.tags).toEqual([{ tag: 'medradjclub', shown: 'MedRadJClub' }]);
  expect(post?.html).toContain(
    '/tags/medradjclub" class="mention hashtag" rel="tag">#<span>MedRadJClub</span></a> &amp; #39;',
  );
  expect((await findPost(world.as(ben), await write(anna, 'text')))?.html).toBe('<p>text</p>');
});

test('a boost comes home to whoever has not seen the post, and to nobody twice', async () => {
  const [anna, ben, cleo, dora] = [
    await world.aPatient(),
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  for (const who of [cleo, dora]) await followPerson(world.as(who), ben.personId);
  await followPerson(world.as(cleo), anna.personId);
  const id = await write(anna, 'Pass it on.');
  await boostPost(world.as(ben), { id });
  expect([await home(cleo), await home(dora)]).toEqual([['Pass it on.'], ['Pass it on.']]);
});

test('who boosts a post that stands in their home sees it there once', async () => {
  const [anna, ben] = [await world.aPatient(), await world.aPerson()];
  const id = await write(anna, 'Once is enough.');
  await boostPost(world.as(anna), { id });
  await boostPost(world.as(ben), { id });
  expect([await home(anna), await home(ben)]).toEqual([['Once is enough.'], ['Once is enough.']]);
});
