import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import {
  changeConversation,
  countRequests,
  findConversationOf,
  findConversation,
  listConversations,
  listMessages,
} from './conversations.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import { countInWords, handlesFrom, readersInWords, strangersADay } from './rules.ts';
import { deleteMessage } from './own-message.server.ts';
import { findReaders, sendMessage } from './send.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { listNotifications } from '#domain/notifications/notifications.server.ts';
import { acceptRequests, listRequests } from '#domain/notifications/requests.server.ts';
import { editPost } from '#domain/posts/publish.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import type { Wake } from '#platform/live.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const page = { limit: 20 };
const follow = (who: Viewer, whom: Viewer) => followPerson(world.as(who), whom.personId);
const list = (who: Viewer, state?: 'waiting') =>
  listConversations(world.as(who), page, state ?? 'accepted');

async function send(from: Viewer, to: Viewer[] | string, text = 'How was the scan?') {
  const whom =
    typeof to === 'string' ? { conversationId: to } : { handles: to.map(({ handle }) => handle) };
  const sent = await sendMessage(world.as(from), { ...whom, text });
  if ('refused' in sent) throw new Error(sent.refused);
  return sent;
}

/** People of whom each follows all others: nothing waits between them. */
async function friends(count: number): Promise<Viewer[]> {
  const people = [];
  for (let n = 0; n < count; n += 1) people.push(await world.aPerson());
  for (const one of people) for (const other of people) if (one !== other) await follow(one, other);
  return people;
}

async function pair(): Promise<[Viewer, Viewer]> {
  const [anna, ben] = await friends(2);
  if (!anna || !ben) throw new Error('Nobody came.');
  return [anna, ben];
}

async function three(): Promise<[Viewer, Viewer, Viewer]> {
  const [anna, ben, cleo] = await friends(3);
  if (!anna || !ben || !cleo) throw new Error('Nobody came.');
  return [anna, ben, cleo];
}

const texts = async (who: Viewer, id: string) =>
  (await listMessages(world.as(who), id, page)).map(({ text }) => text);

/** The posts that somebody is told of. */
const told = async (who: Viewer) =>
  (await listNotifications(world.as(who), { filtered: false }, page)).flatMap(
    ({ postId }) => postId ?? [],
  );

/** What wakes are sent while something is done. */
async function wakesOf(act: () => Promise<unknown>): Promise<Wake[]> {
  const heard: Wake[] = [];
  const deaf = world.services.live.hear((wake) => void heard.push(wake));
  await act();
  deaf();
  return heard;
}

test('what two people write to each other is one conversation, the newest first, unread until it is read', async () => {
  const [anna, ben] = await pair();
  const { conversationId } = await send(anna, [ben], 'Hello');
  expect((await send(ben, [anna], 'Hello to you')).conversationId).toBe(conversationId);
  expect(await texts(anna, conversationId)).toEqual(['Hello to you', 'Hello']);
  const [seen] = await list(anna);
  expect(seen).toMatchObject({ id: conversationId, unread: true, last: { text: 'Hello to you' } });
  expect(seen?.people.map(({ handle }) => handle)).toEqual([ben.handle]);
  expect((await list(ben))[0]?.unread).toBe(false);
  await changeConversation(world.as(anna), conversationId, 'read');
  expect((await list(anna))[0]?.unread).toBe(false);
  await changeConversation(world.as(anna), conversationId, 'unread');
  expect((await list(anna))[0]?.unread).toBe(true);
});

test('PRV-13: typing a handle into a message adds nobody, also when it is an answer', async () => {
  const [anna, ben, cleo] = await three();
  const { conversationId, postId } = await send(anna, [ben], `Shall we ask @${cleo.handle}?`);
  await send(ben, conversationId, `Not @${cleo.handle}, please.`);
  expect(await list(cleo)).toEqual([]);
  expect(await findPost(world.as(cleo), postId)).toBeUndefined();
  expect(await findConversation(world.as(cleo), conversationId)).toBeUndefined();
  expect(await texts(cleo, conversationId)).toEqual([]);
  expect(await findConversationOf(world.as(cleo), postId)).toBeUndefined();
  expect(await findConversationOf(world.as(ben), postId)).toBe(conversationId);
  // Nor does an edit.
  await inTransaction(world.as(anna), (tx) =>
    editPost(tx, { id: postId, text: `@${cleo.handle} look` }),
  );
  expect(await findPost(world.as(cleo), postId)).toBeUndefined();
  // Control: its people read it.
  expect(await texts(ben, conversationId)).toHaveLength(2);
});

test('a direct post that an app sends stands in the conversation of its readers, and others in another', async () => {
  const [anna, ben, cleo] = await three();
  const { conversationId } = await send(anna, [ben]);
  const said = { visibility: 'direct' as const };
  await writePost(world.as(ben), { ...said, text: `@${anna.handle} Fine.` });
  expect(await texts(anna, conversationId)).toHaveLength(2);
  const answer = {
    ...said,
    inReplyTo: (await listMessages(world.as(anna), conversationId, page))[0]?.id ?? '',
  };
  await writePost(world.as(anna), { ...answer, text: `@${ben.handle} @${cleo.handle} look` });
  const [other] = await list(cleo);
  expect(other?.id).not.toBe(conversationId);
  expect(await texts(cleo, other?.id ?? '')).toHaveLength(1);
  expect(await texts(cleo, conversationId)).toEqual([]);
  expect(await list(ben)).toHaveLength(2);
});

test('ten phones that begin the same conversation at once begin one', async () => {
  const [anna, ben] = await pair();
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, n) => send(n % 2 ? anna : ben, [n % 2 ? ben : anna])),
  );
  expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(1);
});

test('the same key sends once', async () => {
  const [anna, ben] = await pair();
  const sending = { handles: [ben.handle], text: 'Once', key: 'key-of-anna' };
  const [one, two] = [
    await sendMessage(world.as(anna), sending),
    await sendMessage(world.as(anna), sending),
  ];
  expect(two).toEqual({ ...one, fresh: false });
});

test("NTF-05: a stranger's message waits as a request, without a line of it, without a wake", async () => {
  const [anna, sam] = [await world.aPatient(), await world.aPerson()];
  let postId = '';
  const wakes = await wakesOf(async () => void ({ postId } = await send(sam, [anna], 'Buy this')));
  expect(wakes.filter(({ id }) => id === anna.personId)).toEqual([]);
  expect(await list(anna)).toEqual([]);
  expect(await told(anna)).toEqual([]);
  expect(await countRequests(world.as(anna))).toBe(1);
  const [request] = await list(anna, 'waiting');
  expect(request).toMatchObject({ last: null, people: [{ handle: sam.handle }] });
  // Accepted, it is a conversation like any other, and so is what they begin next.
  await changeConversation(world.as(anna), request?.id ?? '', 'accept');
  expect((await list(anna))[0]?.last?.text).toBe('Buy this');
  expect(await told(anna)).toEqual([postId]);
});

test('what is let through among notifications is accepted here too, and is not read before', async () => {
  const [anna, sam] = [await world.aPatient(), await world.aPerson()];
  await send(sam, [anna], 'Buy this');
  const [request] = await listRequests(world.as(anna), page);
  expect(request).toMatchObject({ count: 1, lastPostId: null });
  await acceptRequests(world.as(anna), [request?.id ?? '']);
  expect(await list(anna)).toHaveLength(1);
  // Declined here, nothing of it waits there.
  const other = await world.aPerson();
  const { conversationId } = await send(other, [anna]);
  await changeConversation(world.as(anna), conversationId, 'leave');
  expect(await listRequests(world.as(anna), page)).toEqual([]);
});

test('a friend is no stranger, and neither is somebody whom one answered', async () => {
  const [anna, ben] = await pair();
  const { postId } = await send(anna, [ben]);
  expect(await told(ben)).toContain(postId);
  const [dora, sam] = [await world.aPatient(), await world.aPerson()];
  const { conversationId } = await send(sam, [dora]);
  await send(dora, conversationId, 'Do I know you?');
  expect(await list(dora)).toHaveLength(1);
});

test('whoever sent cannot tell a request that waits from one accepted, declined or left', async () => {
  const sender = await world.aPerson();
  const seen = [];
  for (const answer of ['nothing', 'accept', 'leave', 'hide'] as const) {
    const receiver = await world.aPerson({ handle: `them_${answer}`, name: 'Them' });
    const { conversationId } = await send(sender, [receiver], 'One');
    if (answer !== 'nothing') await changeConversation(world.as(receiver), conversationId, answer);
    const again = await sendMessage(world.as(sender), { conversationId, text: 'Two' });
    const view = await findConversation(world.as(sender), conversationId);
    const said = await listMessages(world.as(sender), conversationId, page);
    const text = JSON.stringify([again, view, said]).replaceAll(receiver.handle, 'them');
    const ids = [conversationId, receiver.personId, ...said.map(({ id }) => id)];
    const plain = text.replace(/"published":"[^"]*"/g, '');
    seen.push(ids.reduce((left, id, n) => left.replaceAll(`"${id}"`, `"id ${n}"`), plain));
    expect(await list(receiver)).toHaveLength(answer === 'accept' ? 1 : 0);
    await changeConversation(world.as(sender), conversationId, 'hide');
  }
  for (const each of seen) expect(each).toBe(seen[0]);
});

test('the limit on writing to strangers does not say who accepted', async () => {
  const sender = await world.aPerson();
  const people = [];
  for (let n = 0; n < strangersADay; n += 1) people.push(await world.aPerson());
  const [first, second] = people;
  for (const each of people) await send(sender, [each]);
  if (!first || !second) throw new Error('Nobody came.');
  const [request] = await list(first, 'waiting');
  await changeConversation(world.as(first), request?.id ?? '', 'accept');
  const begin = async (...whom: Viewer[]) =>
    sendMessage(world.as(sender), { handles: whom.map(({ handle }) => handle), text: 'Hello' });
  const friend = await world.aPerson();
  await follow(friend, sender);
  expect(await begin(friend, first)).toEqual({ refused: 'tooFast' });
  expect(await begin(friend, second)).toEqual({ refused: 'tooFast' });
  const other = await world.aPerson();
  const direct = { visibility: 'direct' as const, text: `@${other.handle} hello` };
  expect(await writePost(world.as(sender), direct)).toEqual({ refused: 'tooFast' });
  // Whoever follows the sender is none, and a day later there is room again.
  expect(await begin(friend)).toHaveProperty('fresh', true);
  world.clock.turnBy(25 * 60 * 60 * 1000);
  expect(await begin(other)).toHaveProperty('fresh', true);
});

test('two who are kept apart cannot begin, whoever wished it, and it looks as if nobody was there', async () => {
  const [anna, ben] = await pair();
  await blockPerson(world.as(anna), ben.personId);
  const to = (whom: string) => ({ handles: [whom], text: 'Hello' });
  expect(await sendMessage(world.as(anna), to(ben.handle))).toMatchObject({ refused: 'gone' });
  expect(await sendMessage(world.as(ben), to(anna.handle))).toEqual({
    ...(await sendMessage(world.as(ben), to('nobody_at_all'))),
    handle: anna.handle,
  });
});

test('in a conversation of several whoever is kept apart is left out, and nobody is told', async () => {
  const [anna, ben, cleo] = await three();
  const { conversationId } = await send(anna, [ben, cleo], 'Before');
  await blockPerson(world.as(cleo), anna.personId);
  await send(anna, conversationId, 'After');
  expect(await texts(ben, conversationId)).toEqual(['After', 'Before']);
  expect(await texts(cleo, conversationId)).toEqual([]);
  expect((await list(anna))[0]?.people.map(({ handle }) => handle)).toEqual([ben.handle]);
  expect(await list(anna)).toHaveLength(1);
  // Kept apart from everybody else, one has no such conversation.
  await blockPerson(world.as(ben), anna.personId);
  expect(await list(anna)).toEqual([]);
  expect(await sendMessage(world.as(anna), { conversationId, text: 'Still?' })).toMatchObject({
    refused: 'gone',
  });
});

test('a hidden conversation comes back with the next message, one that was left does not', async () => {
  const [anna, ben] = await pair();
  const { conversationId } = await send(anna, [ben]);
  await changeConversation(world.as(ben), conversationId, 'hide');
  expect(await list(ben)).toEqual([]);
  await send(anna, conversationId);
  expect(await list(ben)).toHaveLength(1);
  await changeConversation(world.as(ben), conversationId, 'leave');
  const { postId } = await send(anna, conversationId);
  expect(await list(ben)).toEqual([]);
  expect(await told(ben)).not.toContain(postId);
  // Writing oneself is coming back.
  await send(ben, conversationId);
  expect(await list(ben)).toHaveLength(1);
});

test('a deleted message is gone for all, and the one before it is the newest', async () => {
  const [anna, ben] = await pair();
  const { conversationId, postId: first } = await send(anna, [ben], 'First');
  const { postId } = await send(anna, conversationId, 'Second');
  expect(await deleteMessage(world.as(ben), postId)).toEqual({ refused: 'gone' });
  const wakes = await wakesOf(() => deleteMessage(world.as(anna), postId));
  expect(wakes).toContainEqual({ kind: 'conversation', id: ben.personId, about: [conversationId] });
  expect(await list(ben)).toMatchObject([{ lastId: first, last: { text: 'First' } }]);
  await deleteMessage(world.as(anna), first);
  expect(await list(ben)).toEqual([]);
});

test('a conversation is between two to ten people', async () => {
  const ctx = world.as(await world.aPerson());
  const people = await Promise.all(Array.from({ length: 10 }, () => world.aPerson()));
  const handles = people.map(({ handle }) => handle);
  expect(await findReaders(ctx, handles)).toEqual({ refused: 'tooManyReaders' });
  expect(await findReaders(ctx, handles.slice(1))).toHaveLength(9);
  expect(await findReaders(ctx, [ctx.viewer?.handle ?? ''])).toEqual({ refused: 'noReaders' });
  const text = handles.map((handle) => `@${handle}`).join(' ');
  expect(await writePost(ctx, { visibility: 'direct', text })).toEqual({
    refused: 'tooManyReaders',
  });
});

test('nobody else can mark, hide, accept or leave a conversation', async () => {
  const [anna, ben] = await pair();
  const { conversationId } = await send(anna, [ben]);
  const mallory = world.as(await world.aPerson());
  for (const change of ['read', 'unread', 'hide', 'accept', 'leave'] as const)
    expect(await changeConversation(mallory, conversationId, change)).toEqual({ refused: 'gone' });
  expect(await sendMessage(mallory, { conversationId, text: 'Hi' })).toEqual(
    await sendMessage(mallory, { conversationId: '1', text: 'Hi' }),
  );
});

test('who leaves this place takes their messages along, and the others keep their side', async () => {
  const [anna, ben, cleo] = await three();
  const { conversationId, postId } = await send(ben, [anna, cleo], 'From Ben');
  await send(anna, conversationId, 'From Anna');
  expect(await exportFor(world.services, anna.personId)).toMatchObject([
    {
      people: [ben.handle, cleo.handle].sort(),
      messages: [{ text: 'From Anna' }],
    },
  ]);
  await inTransaction(world.as(null), (tx) => erase(tx, anna.personId));
  expect((await list(ben))[0]).toMatchObject({ id: conversationId, lastId: postId });
  expect(await exportFor(world.services, anna.personId)).toEqual([]);
});

test('who will read it is said in a sentence', () => {
  expect(readersInWords(['Anna'])).toBe('Only Anna and you will read this.');
  expect(readersInWords(['Anna', 'Ben'])).toBe('Only Anna, Ben and you will read this.');
  expect(readersInWords([])).toBe('Nobody but you can read this now.');
  expect([countInWords(2), countInWords(40)]).toEqual(['two', 'many']);
  expect(handlesFrom(' @Anna, ben;cleo @anna ')).toEqual(['anna', 'ben', 'cleo']);
});

test('REL-18: what can be no key of a message is none, however long it is', async () => {
  const [ann, ben] = [await world.aPerson(), await world.aPerson()];
  const key = randomBytes(20_000).toString('base64url');
  const send = () => sendMessage(world.as(ann), { handles: [ben.handle], text: 'Hello', key });
  const [one, two] = [await send(), await send()];
  expect([one, two]).toEqual([
    expect.objectContaining({ fresh: true }),
    expect.objectContaining({ fresh: true }),
  ]);
});
