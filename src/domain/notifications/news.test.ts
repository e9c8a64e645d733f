import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { listAsking, listNews } from './news.server.ts';
import { changeNotificationSettings } from './policy.server.ts';
import { mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { changeConversation, listConversations } from '#domain/messages/conversations.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

async function send(from: Viewer, to: readonly Viewer[], text: string): Promise<string> {
  const handles = to.map(({ handle }) => handle);
  const sent = await sendMessage(world.as(from), { handles, text });
  if ('refused' in sent) throw new Error(sent.refused);
  return sent.conversationId;
}
const newsOf = async (who: Viewer, before?: string) =>
  (await listNews(world.as(who), before)).items.map(({ kind, people, post }) =>
    [kind, people[0]?.id, post?.words, post?.href].join(' '),
  );
const three = () => Promise.all([world.aPerson(), world.aPerson(), world.aPerson()]);

test('a conversation is news once, with its newest words, until it is read; apps are told of each message', async () => {
  const [ann, ben, cleo] = await three();
  for (const who of [ben, cleo]) await followPerson(world.as(ann), who.personId);
  const id = await send(ben, [ann], 'One');
  for (const text of ['Two', 'Three']) await send(ben, [ann], text);
  const circle = await send(cleo, [ann, ben], 'To you both');
  const post = await written(world, cleo, `Hello @${ann.handle}`);
  expect(await newsOf(ann)).toEqual([
    `mention ${cleo.personId} Hello @${ann.handle} /@${cleo.handle}/${post}`,
    `mention ${cleo.personId} To you both /messages/${circle}`,
    `mention ${ben.personId} Three /messages/${id}`,
  ]);
  expect(await newsOf(ann, post)).toEqual([]);
  await changeConversation(world.as(ann), id, 'read');
  await changeConversation(world.as(ann), circle, 'hide');
  expect((await newsOf(ann)).length).toBe(1);
  const token = await aToken(world, ann, ['read']);
  const { body } = await callsOf(world)('GET /api/v1/notifications', { token });
  expect(body.map(({ type }: { type: string }) => type)).toEqual(Array(5).fill('mention'));
});

test('a stranger’s message waits among the requests of Messages, and nowhere in the news', async () => {
  const [ann, ben, cleo] = await three();
  await send(ben, [ann], 'You do not know me');
  await changeNotificationSettings(world.as(ann), { notFollowing: 'filter' });
  await written(world, cleo, `Hello @${ann.handle}`);
  await send(cleo, [ann], 'And in private');
  expect(await newsOf(ann)).toEqual([]);
  const { strangers } = await listAsking(world.as(ann));
  expect(strangers.map(({ id, count }) => [id, count])).toEqual([[cleo.personId, 1]]);
  const waiting = await listConversations(world.as(ann), { limit: 9 }, 'waiting');
  expect(waiting.length).toBe(2);
  const token = await aToken(world, ann, ['read']);
  const { body } = await callsOf(world)('GET /api/v1/notifications/requests', { token });
  expect(body.map((one: { notifications_count: string }) => one.notifications_count)).toEqual([
    '2',
    '1',
  ]);
});

test('what somebody lets wait is not told by the conversation either: quiet hours, somebody muted', async () => {
  const [ann, ben, cleo] = await three();
  for (const who of [ben, cleo]) await followPerson(world.as(ann), who.personId);
  await send(cleo, [ann], 'Before');
  await mutePerson(world.as(ann), cleo.personId);
  const quietUntil = new Date(world.clock.now().getTime() + 60 * 60 * 1000);
  await changeNotificationSettings(world.as(ann), { quietUntil });
  await send(ben, [ann], 'Meanwhile');
  expect(await newsOf(ann)).toEqual([]);
  await changeNotificationSettings(world.as(ann), { quietUntil: null });
  expect((await newsOf(ann)).length).toBe(1);
});
