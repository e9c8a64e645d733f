import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { aChat, answered, putInState } from '../../../tests/makers/chat.ts';
import { aGuestPost, anEvening } from '../../../tests/makers/guest-post.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { listHome } from './home.server.ts';
import { lineFacts } from './line-news.server.ts';
import { shownLines } from './shown.server.ts';
import { shownThread } from './shown-thread.server.ts';
import { listPublic } from './timelines.server.ts';
import { writePost } from './write.server.ts';
import { publishComment } from '#domain/club/comments.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

async function write(author: Viewer, text: string, inReplyTo: string | null = null) {
  const made = await writePost(world.as(author), { text, visibility: 'public', inReplyTo });
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}
const atHome = async (who: Viewer) =>
  shownLines(world.as(who), await listHome(world.as(who), { limit: 20 }), 'home');

test('an hour of talk does not flood what everybody wrote: answers stand in the chat, not in its timeline', async () => {
  const pat = await world.aPatient();
  const chat = await aChat(world);
  const own = await write(pat, 'A post of its own.');
  const { id } = await answered(world.as(pat), chat, 'An answer.');
  await answered(world.as(pat), chat, 'A reply.', { parentId: id });
  const here = await listPublic(world.as(pat), { limit: 20 });
  expect(here.map((post) => post.text)).toEqual(['A post of its own.']);
  const call = callsOf(world);
  const token = await aToken(world, pat, ['read']);
  const { body } = await call('GET /api/v1/timelines/public?local=true', { token });
  expect(body.map((status: { id: string }) => status.id)).toEqual([own]);
});

test('streams of everybody are not told of an answer that a host shows again, and are told of a post', async () => {
  const pat = await world.aPatient();
  await answered(world.as(pat), await aChat(world), 'Hidden for a while.');
  const { rows } = await world.services.pool.query<{ id: string }>(
    `select post_id::text as id from answer order by id desc limit 1`,
  );
  expect((await lineFacts(world.as(null), rows[0]?.id ?? ''))?.open).toBe(false);
  expect((await lineFacts(world.as(null), await write(pat, 'Open.')))?.open).toBe(true);
});

test('in a home an answer says which chat and which question it belongs to, and a post says nothing', async () => {
  const [pat, ben] = [await world.aPatient(), await world.aPerson()];
  const chat = await aChat(world, { asked: 3 });
  const { id } = await answered(world.as(pat), chat, 'It helps to ask.', { question: 2 });
  await answered(world.as(pat), chat, 'And once more.', { parentId: id });
  await answered(world.as(pat), chat, 'Hello from Leeds.', { question: 0 });
  await write(pat, 'On its own.');
  await followPerson(world.as(ben), pat.personId);
  const month = { kind: 'chat', name: 'Friends in a pocket', href: `/${chat.slug}/${chat.date}` };
  const asked = (at: number, name: string, text: string) => ({
    ...month,
    question: { name, text, href: `${chat.path}#question-${chat.questionIds[at]}` },
  });
  const second = asked(2, 'question 2', 'What does the paper say about matter 2?');
  const home = await atHome(ben);
  expect(home.map(({ post }) => [post.text, post.place])).toEqual([
    ['On its own.', null],
    ['Hello from Leeds.', asked(0, 'the opening round', 'Say hello: who are you, and where?')],
    ['And once more.', second],
    ['It helps to ask.', second],
  ]);
  const thread = await shownThread(world.as(ben), home[3]?.post.id ?? '');
  expect([thread?.post.place, thread?.replies[0]?.post.place]).toEqual([second, null]);
});

test('a month that went back to its curators is not named', async () => {
  const [pat, ben] = [await world.aPatient(), await world.aPerson()];
  const chat = await aChat(world);
  await answered(world.as(pat), chat, 'Said too early.');
  await putInState(world, chat, 'draft');
  await followPerson(world.as(ben), pat.personId);
  expect((await atHome(ben)).map(({ post }) => post.place)).toEqual([null]);
});

test('a comment says under which guest post it stands, and is in no timeline of everybody', async () => {
  const [ada, ben] = [await world.aPerson(), await world.aPerson()];
  const { guestPostId, path } = await aGuestPost(world, 'places-club');
  await publishComment(world.as(ada), { guestPostId, text: 'Thank you.' });
  await followPerson(world.as(ben), ada.personId);
  const [line] = await atHome(ben);
  expect(line?.post.place).toEqual({
    kind: 'guestPost',
    name: anEvening.title,
    href: path,
    question: null,
  });
  expect((await listPublic(world.as(ben), { limit: 5 })).map(({ text }) => text)).not.toContain(
    'Thank you.',
  );
});
