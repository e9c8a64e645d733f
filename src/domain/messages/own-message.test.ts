import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { findConversationOf, listMessages } from './conversations.server.ts';
import { changeMessage, deleteMessage, findOwnMessage } from './own-message.server.ts';
import { sendMessage } from './send.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { readHistory } from '#domain/posts/history.server.ts';
import { addMedia } from '#domain/posts/media.server.ts';
import { mediaOfPosts } from '#domain/posts/media-of-posts.server.ts';
import { openMedia } from '#domain/posts/open-media.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Wake } from '#platform/live.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const page = { limit: 20 };

async function friends(): Promise<[Viewer, Viewer, Viewer]> {
  const people: [Viewer, Viewer, Viewer] = [
    await world.aPerson(),
    await world.aPerson(),
    await world.aPerson(),
  ];
  for (const one of people)
    for (const other of people)
      if (one !== other) await followPerson(world.as(one), other.personId);
  return people;
}

async function sent(from: Viewer, to: Viewer, text: string, mediaIds: string[] = []) {
  const made = await sendMessage(world.as(from), { handles: [to.handle], text, mediaIds });
  if ('refused' in made) throw new Error(made.refused);
  return made;
}

async function aPicture(owner: Viewer, alt = 'The mask on the table') {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#8aa' } });
  const made = await addMedia(world.as(owner), { bytes: await picture.png().toBuffer(), alt });
  if ('refused' in made) throw new Error(made.refused);
  return made;
}

const opened = (who: Viewer | null, name: string) =>
  openMedia(world.as(who), { name, size: 'large' });

test('PRV-13: a message is changed for its people alone, whomever its new words name; what it said before is its author’s', async () => {
  const [anna, ben, cleo] = await friends();
  const { conversationId, postId } = await sent(anna, ben, 'It was Tuesday.');
  const wakes: Wake[] = [];
  const deaf = world.services.live.hear((wake) => void wakes.push(wake));
  const text = `It was Monday, @${cleo.handle} says.`;
  expect(await changeMessage(world.as(ben), { id: postId, text: 'Mine' })).toEqual({
    refused: 'gone',
  });
  expect(await changeMessage(world.as(anna), { id: postId, text })).toEqual({ changed: true });
  deaf();
  expect(wakes).toContainEqual({ kind: 'conversation', id: ben.personId, about: [conversationId] });
  const [now] = await listMessages(world.as(ben), conversationId, page);
  expect(now).toMatchObject({ text, mentions: [{ id: ben.personId }] });
  expect(now?.updated).not.toBeNull();
  expect(await findPost(world.as(cleo), postId)).toBeUndefined();
  expect(await findConversationOf(world.as(cleo), postId)).toBeUndefined();
  const said = async (who: Viewer) => (await readHistory(world.as(who), postId))?.editions.length;
  expect([await said(anna), await said(ben), await said(cleo)]).toEqual([2, 1, undefined]);
});

test('only an own message of this conversation is there to be changed', async () => {
  const [anna, ben, cleo] = await friends();
  const { conversationId, postId } = await sent(anna, ben, 'For Ben');
  const other = await sent(anna, cleo, 'For Cleo');
  const found = async (who: Viewer | null, at: string, id: string) =>
    (await findOwnMessage(world.as(who), at, id))?.id;
  expect(await found(anna, conversationId, postId)).toBe(postId);
  expect(await found(anna, other.conversationId, postId)).toBeUndefined();
  expect(await found(ben, conversationId, postId)).toBeUndefined();
  expect(await found(null, conversationId, postId)).toBeUndefined();
  expect(await found(anna, 'x', postId)).toBeUndefined();
});

test('a picture comes with a message to its people, and goes with it for all at once', async () => {
  const [anna, ben, cleo] = await friends();
  const picture = await aPicture(anna);
  const { conversationId, postId } = await sent(anna, ben, '', [picture.id]);
  const [read] = await listMessages(world.as(ben), conversationId, page);
  expect(read).toMatchObject({ text: '', hasMedia: true });
  expect((await mediaOfPosts(world.as(ben), [postId])).get(postId)).toMatchObject([
    { id: picture.id, alt: 'The mask on the table' },
  ]);
  // Whoever is told of it may see it; no browser keeps it, and no search engine shows it.
  expect(await opened(ben, picture.name)).toMatchObject({ forAll: false, indexable: false });
  expect(await findPost(world.as(cleo), postId)).toBeUndefined();
  expect(await deleteMessage(world.as(anna), postId)).toBeUndefined();
  expect(await opened(ben, picture.name)).toBeUndefined();
  expect(await opened(anna, picture.name)).toBeUndefined();
});

test('files of a message are described anew and taken out by a change; those of others cannot be sent', async () => {
  const [anna, ben] = await friends();
  const [first, second] = [await aPicture(anna), await aPicture(anna)];
  const theirs = await aPicture(ben);
  const { postId } = await sent(anna, ben, 'Look', [first.id, second.id]);
  const change = { id: postId, text: 'Look', mediaIds: [second.id] };
  const files = [{ id: second.id, alt: 'The door of the bunker' }];
  expect(await changeMessage(world.as(anna), { ...change, files })).toEqual({ changed: true });
  expect((await mediaOfPosts(world.as(ben), [postId])).get(postId)).toMatchObject([
    { id: second.id, alt: 'The door of the bunker' },
  ]);
  expect(await opened(ben, first.name)).toBeUndefined();
  expect(
    await changeMessage(world.as(anna), { ...change, mediaIds: [second.id, theirs.id] }),
  ).toEqual({ refused: 'mediaGone' });
  const text = 'Look again';
  expect(
    await sendMessage(world.as(anna), { handles: [ben.handle], text, mediaIds: [theirs.id] }),
  ).toEqual({ refused: 'mediaGone' });
});
