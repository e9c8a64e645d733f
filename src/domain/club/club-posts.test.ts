import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { and, asc, eq } from 'drizzle-orm';
import { aChat, answered, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { moveMonth } from './clockwork.server.ts';
import { askQuestionsDue } from './chat-clockwork.server.ts';
import { announceGuestPost, announceMonth } from './club-posts.server.ts';
import { changeMonth } from './planning.server.ts';
import { changeQuestion } from './question-plan.server.ts';
import { releaseQuestion, skipQuestion } from './questions.server.ts';
import { answer } from './chat-schema.server.ts';
import { club, clubDuty, paper } from './schema.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { readThread } from '#domain/posts/threads.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

async function clubPosts({ clubId }: Chat) {
  return world.services.db
    .select({ id: post.id, text: post.text, inReplyTo: post.inReplyTo, updated: post.updated })
    .from(post)
    .innerJoin(club, eq(club.personId, post.authorId))
    .where(and(eq(club.id, clubId), eq(post.visibility, 'public')))
    .orderBy(asc(post.id));
}

const makeCurator = ({ clubId, host }: Chat) =>
  world.services.db.insert(clubDuty).values({ clubId, personId: host.personId, duty: 'curator' });

describe('what a club says', () => {
  test('is first of all its month: the theme, the paper, when, and where', async () => {
    const chat = await aChat(world, { state: 'draft', starts: '2026-12-10T20:00' });
    await makeCurator(chat);
    const { monthId } = chat;
    await world.services.db.insert(paper).values({ monthId, title: 'On lamps', authors: [] });
    expect(await clubPosts(chat)).toEqual([]);
    await moveMonth(world.as(chat.host), monthId, 'announced');
    const [said, ...more] = await clubPosts(chat);
    const { origin } = world.services.config;
    expect(said?.text).toContain('Friends in a pocket\n\nWe read: On lamps\n\nThe chat: ');
    expect(said?.text).toContain('10 December 2026');
    expect(said?.text.endsWith(`${origin}/${chat.slug}/2026-12-10 #AClub`)).toBe(true);
    expect(more).toEqual([]);
  });

  test('is said once, and again in other words when the month is another', async () => {
    const chat = await aChat(world, { state: 'open', starts: '2026-12-11T20:00' });
    await makeCurator(chat);
    const tell = () => inTransaction(world.as(null), (tx) => announceMonth(tx, chat.monthId));
    expect(await tell()).toBe(await tell());
    await changeMonth(world.as(chat.host), chat.monthId, { theme: 'Friends in a bag' });
    const said = await clubPosts(chat);
    expect(said).toHaveLength(1);
    expect(said[0]?.text).toContain('Friends in a bag');
    expect(said[0]?.updated).not.toBeNull();
  });

  test('is every question at its minute, in one thread, but none that was left out', async () => {
    const chat = await aChat(world, { asked: 0, questions: 2 });
    const ben = await world.aPatient();
    await inTransaction(world.as(null), (tx) => announceMonth(tx, chat.monthId));
    const clubPerson = (
      await world.services.db.select().from(club).where(eq(club.id, chat.clubId))
    )[0]?.personId;
    await followPerson(world.as(ben), clubPerson ?? '');
    await skipQuestion(world.as(chat.host), chat.questionIds[1] ?? '');
    await askQuestionsDue(world.services);
    await releaseQuestion(world.as(chat.host), chat.questionIds[2] ?? '');
    await askQuestionsDue(world.services);
    const [month, opening, second, ...more] = await clubPosts(chat);
    expect(more).toEqual([]);
    expect(opening?.text).toMatch(/^Say hello: who are you, and where\?\n\n.*\/chat #AClub$/);
    expect(second?.text).toMatch(/^Q2: What does the paper say about matter 2\?/);
    expect([opening?.inReplyTo, second?.inReplyTo]).toEqual([month?.id, month?.id]);
    const home = await listHome(world.as(ben), { limit: 9 });
    expect(home.map(({ post }) => post.id)).toEqual([second?.id, opening?.id, month?.id]);
  });

  test('changes with a question that is changed after it was asked', async () => {
    const chat = await aChat(world, { asked: 0 });
    await makeCurator(chat);
    await askQuestionsDue(world.services);
    const [id] = chat.questionIds;
    const other = { text: 'Say hello, all of you.', minute: 0 };
    await changeQuestion(world.as(chat.host), chat.monthId, id ?? '', other);
    const [, opening] = await clubPosts(chat);
    expect(opening?.text).toMatch(/^Say hello, all of you\./);
  });

  test('has the answers of the chat under it, for whoever reads the thread', async () => {
    const chat = await aChat(world, { asked: 0 });
    await askQuestionsDue(world.services);
    const [ann, ben] = [await world.aPatient(), await world.aRadiographer()];
    const first = await answered(world.as(ann), chat, 'Hello from me', { question: 0 });
    await answered(world.as(ben), chat, 'Hello to you', { parentId: first.id });
    const [month, opening] = await clubPosts(chat);
    const thread = await readThread(world.as(null), month?.id ?? '');
    expect(thread?.descendants.map(({ text }) => text)).toEqual([
      opening?.text,
      'Hello from me',
      'Hello to you',
    ]);
    expect(thread?.descendants[1]?.inReplyTo).toBe(opening?.id);
    const [line] = await world.services.db.select().from(answer).where(eq(answer.id, first.id));
    expect(line?.postId).toBe(thread?.descendants[1]?.id);
  });

  test('is the guest post as well', async () => {
    const chat = await aChat(world, { state: 'open', starts: '2026-12-12T20:00' });
    const guest = { id: '7', title: 'A lamp', authorName: 'Ada Guest' };
    const tell = () =>
      inTransaction(world.as(null), (tx) => announceGuestPost(tx, chat.monthId, guest));
    await tell();
    await tell();
    const [month, told, ...more] = await clubPosts(chat);
    expect(told?.text).toMatch(/^A lamp\nA guest post by Ada Guest\n\n.*\/guest-post #AClub$/);
    expect(told?.inReplyTo).toBe(month?.id);
    expect(more).toEqual([]);
  });

  test('is taken back when the month is a draft again, and said anew when it is announced anew', async () => {
    const chat = await aChat(world, { state: 'draft', starts: '2026-12-14T20:00' });
    await makeCurator(chat);
    const move = (to: 'announced' | 'draft') => moveMonth(world.as(chat.host), chat.monthId, to);
    await move('announced');
    const [first] = await clubPosts(chat);
    await move('draft');
    expect(await clubPosts(chat)).toEqual([]);
    await move('announced');
    const [second, ...more] = await clubPosts(chat);
    expect(second?.text).toBe(first?.text);
    expect(more).toEqual([]);
  });

  test('is not said of a draft', async () => {
    const chat = await aChat(world, { state: 'draft', starts: '2026-12-13T20:00' });
    await inTransaction(world.as(null), (tx) => announceMonth(tx, chat.monthId));
    expect(await clubPosts(chat)).toEqual([]);
  });
});
