import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClubOfTwo, type ClubOfTwo } from './club-of-two.ts';
import { holds } from './effects.ts';
import { callsOf } from '../makers/app-calls.ts';
import { answered } from '../makers/chat.ts';
import { editAnswer } from '#domain/club/answers.server.ts';
import { closeChat, hideAnswer, showAnswer } from '#domain/club/chat-hosting.server.ts';
import { chatOf } from '#domain/club/chat.server.ts';
import { consoleOf } from '#domain/club/host-console.server.ts';
import { plainTranscriptOf, transcriptOf } from '#domain/club/transcript.server.ts';
import { letIn } from '#domain/club/waiting-answers.server.ts';
import { answerConsent } from '#domain/people/consents.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/*
 * One chat from beginning to end. Anna and the host live in the house of the club; Bea, Bo and Ida follow it from
 * the other, and Sid, who lives there too, does not. Each test goes on where the one before it ended.
 */
let two: ClubOfTwo;
let bea: Viewer;
let bo: Viewer;
let ida: Viewer;
let sid: Viewer;
/** The club's posts in the other house: the opening and two questions. */
let opening = '';
let first = '';
let second = '';

beforeAll(async () => {
  two = await openClubOfTwo();
  bea = await two.aGuest('bea', true);
  bo = await two.aGuest('bo', true);
  ida = await two.aGuest('ida', true);
  sid = await two.aGuest('sid', false);
  await answerConsent(two.a.as(two.anna), 'transcript', true);
});
afterAll(() => two.close());

const lines = async () => (await chatOf(two.a.as(null), two.chat.monthId))?.lines ?? [];
/** The chat as everybody reads it: number, who, which question, what; `null` for what is gone. */
const spoken = async () =>
  (await lines()).map(({ number, author, questionId, html }) => [
    ...[number, author?.name ?? null, two.chat.questionIds.indexOf(questionId ?? '')],
    html && wordsOf(html),
  ]);
const wordsOf = (html: string) => html.replace(/<[^>]+>/g, '').replace(/^@club-\d+@a\.test /, '');
const waits = async () => {
  const { chat, a } = two;
  const desk = await consoleOf(a.as(chat.host), chat.slug, chat.date);
  return (desk?.outside ?? []).map(({ postId, handle, why }) => ({ postId, handle, why }));
};

test('people of the other house find the club and follow it', async () => {
  await two.quiet();
  expect((await holds(two.a)).follows).toEqual(
    ['bea', 'bo', 'ida'].map((name) => `${name}@b.test follows ${two.chat.slug}`),
  );
  expect((await holds(two.b)).follows).toContain(`bea follows ${two.handle}`);
});

test('what the club asks comes to the homes of those who follow it, when it is asked', async () => {
  await two.at('13:00');
  expect((await two.homeOf(bea)).map(({ text }) => text)).toEqual([
    expect.stringContaining('Say hello'),
    expect.stringContaining('Friends in a pocket'),
  ]);
  await two.at('13:05');
  await two.at('13:20');
  const asked = (await two.homeOf(bea)).filter(({ by }) => by === two.handle);
  expect(asked.map(({ text }) => text.slice(0, 8))).toEqual([
    'Q2: What',
    'Q1: What',
    'Say hell',
    'Friends ',
  ]);
  [second = '', first = '', opening = ''] = asked.map(({ id }) => id);
  expect(await two.homeOf(sid)).toEqual([]);
});

test('what is answered in both houses stands in one chat, under its question', async () => {
  const { a, anna, chat } = two;
  await answered(a.as(anna), chat, 'Hello from here', { question: 0 });
  const hello = await two.says(bea, 'Hello from there', opening);
  await two.says(bo, 'In the thread of the first', first);
  await two.says(bea, `@${two.handle} A2 Named the second`);
  await two.says(bo, `@${two.handle} A1: Named the first`);
  await two.says(ida, 'Hello to Bea', hello);
  await two.says(ida, 'A secret is in here', second);
  await answered(a.as(anna), chat, 'The second, from here', { question: 2 });
  expect(await spoken()).toEqual([
    [1, 'anna', 0, 'Hello from here'],
    [2, 'bea', 0, 'Hello from there'],
    [3, 'bo', 1, 'In the thread of the first'],
    [4, 'bea', 2, 'A2 Named the second'],
    [5, 'bo', 1, 'A1: Named the first'],
    [6, 'ida', 0, 'Hello to Bea'],
    [7, 'ida', 2, 'A secret is in here'],
    [8, 'anna', 2, 'The second, from here'],
  ]);
  expect((await lines())[5]?.parentNumber).toBe(2);
});

test('people of the other house read the answers from here, shown on by the club and in its thread', async () => {
  await two.quiet();
  expect(await two.homeOf(bea)).toContainEqual(
    expect.objectContaining({ by: 'anna@a.test', shownBy: two.handle, text: 'Hello from here' }),
  );
  const thread = await callsOf(two.b)(`GET /api/v1/statuses/${second}/context`);
  expect(
    thread.body.descendants.map(({ content }: { content: string }) => wordsOf(content)),
  ).toEqual(expect.arrayContaining(['A secret is in here', 'The second, from here']));
});

test('what is changed here is changed there, and what a host hides is gone there and does not come back', async () => {
  const { a, anna, chat } = two;
  const [hello, ...others] = await lines();
  const line = others.at(-1)?.id ?? '';
  a.clock.turnBy(60_000);
  await editAnswer(a.as(anna), { id: line, text: 'The second, said anew' });
  await hideAnswer(a.as(chat.host), { id: hello?.id ?? '', reason: 'A test of hiding.' });
  await two.quiet();
  const from = async () => (await holds(two.b)).posts.filter((post) => post.startsWith('anna@'));
  expect(await from()).toEqual(['anna@a.test: The second, said anew']);
  await showAnswer(a.as(chat.host), hello?.id ?? '');
  await two.quiet();
  expect((await spoken())[0]).toEqual([1, 'anna', 0, 'Hello from here']);
  expect(await from()).toEqual(['anna@a.test: The second, said anew']);
});

test('what is answered to somebody of the other house reaches them', async () => {
  const { a, anna, chat } = two;
  const parentId = (await lines())[1]?.id ?? '';
  await answered(a.as(anna), chat, 'Welcome, Bea', { parentId });
  await two.quiet();
  expect((await holds(two.b)).posts).toContain('anna@a.test: Welcome, Bea');
  expect((await holds(two.b)).told).toContain('bea: mention');
});

test('a stranger waits for a host, who lets them in', async () => {
  const { a, chat } = two;
  await two.says(sid, `@${two.handle} A1 May I?`);
  expect(await spoken()).toHaveLength(9);
  const [waiting] = await waits();
  expect(waiting).toMatchObject({ handle: 'sid@b.test', why: 'stranger' });
  await letIn(a.as(chat.host), waiting?.postId ?? '');
  await two.says(sid, `@${two.handle} A2 And more`);
  expect((await spoken()).slice(9)).toEqual([
    [10, 'sid', 1, 'A1 May I?'],
    [11, 'sid', 2, 'A2 And more'],
  ]);
});

test('each is told once, by the club and to them alone, that a transcript is kept', async () => {
  const posts = (await holds(two.b)).posts.filter((line) => line.includes('Thank you for joining'));
  expect(posts).toHaveLength(4);
  expect(posts[0]).toContain(`a.test/${two.chat.slug}/${two.chat.date}/transcript`);
});

test('whoever says "stop" to that is in it no more, whatever they say afterwards', async () => {
  const { rows } = await two.b.services.pool.query<{ id: string }>(
    `select p.id::text as id from post p join post_mention m on m.post_id = p.id
      where m.person_id = $1 and p.text like 'Thank you for joining%'`,
    [bo.personId],
  );
  await two.says(bo, 'Stop.', rows[0]?.id);
  await two.says(bo, 'Once more after all', first);
  const ofBo = (await spoken()).filter(([number]) => number === 3 || number === 5);
  expect(ofBo).toEqual([
    [3, null, 1, null],
    [5, null, 1, null],
  ]);
  expect(await spoken()).toHaveLength(11);
  expect(await waits()).toEqual([]);
});

test('what is deleted or changed there is gone or changed here, at its own place', async () => {
  const { b } = two;
  const [secret] = (await two.homeOf(ida)).filter(({ text }) => text === 'A secret is in here');
  await removePost(b.as(ida), { id: secret?.id ?? '' });
  const [named] = (await two.homeOf(bea)).filter(({ text }) => text.includes('Named the second'));
  two.a.clock.turnBy(60_000);
  const text = `@${two.handle} A2 Said better`;
  expect(await rewritePost(b.as(bea), { id: named?.id ?? '', text })).toEqual({ changed: true });
  await two.quiet();
  const [better, gone] = [(await lines())[3], (await lines())[6]];
  expect(better).toMatchObject({ number: 4, edited: expect.any(String), gone: null });
  expect(wordsOf(better?.html ?? '')).toBe('A2 Said better');
  expect(gone).toMatchObject({ number: 7, html: null, author: null, gone: 'removed' });
});

test('the transcript is complete when the chat has ended: every answer in order, each once', async () => {
  const { a, chat } = two;
  await closeChat(a.as(chat.host), chat.monthId);
  await two.says(ida, 'A little late', first);
  await two.at('14:30');
  a.clock.turnBy(30 * 24 * 60 * 60 * 1000);
  await a.services.jobs.send(a.services.db, 'months-due', {});
  await two.quiet();
  await two.says(ida, 'Much too late', first);
  const transcript = await transcriptOf(a.as(null), chat.slug, chat.date);
  expect(transcript?.month.state).toBe('archived');
  const rounds = (transcript?.rounds ?? []).map(({ name, lines }) => [
    name,
    lines.map(({ number, name, html, state }) => `${number} ${name || state}: ${wordsOf(html)}`),
  ]);
  expect(Object.fromEntries(rounds)).toEqual({
    'Opening round': [
      '1 anna: Hello from here',
      ...['2 bea: Hello from there', '6 ida: Hello to Bea', '9 anna: Welcome, Bea'],
    ],
    'Question 1': [...['3 removed: ', '5 removed: ', '10 sid: A1 May I?', '12 ida: A little late']],
    'Question 2': [
      ...['4 bea: A2 Said better', '7 removed: ', '8 anna: The second, said anew'],
      '11 sid: A2 And more',
    ],
  });
  const plain = await plainTranscriptOf(a.as(null), chat.slug, chat.date);
  expect(plain?.text).not.toMatch(/secret|Named the (first|second)|Once more|Much too late/);
});
