import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChat, answered, putInState, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { deleteAnswer, editAnswer } from './answers.server.ts';
import { hideAnswer, showAnswer } from './chat-hosting.server.ts';
import { chatFiguresOf } from './figures.server.ts';
import { outlineText } from './outline.ts';
import { optOutOfStudy, sayHere } from './presence.server.ts';
import { clubDuty, month } from './schema.server.ts';
import {
  plainTranscriptOf,
  saveHostSummary,
  summaryVersion,
  transcriptOf,
} from './transcript.server.ts';
import { absentWords, answeringWords, arrange, type Line, type LineRow } from './transcript.ts';
import { answerConsent } from '#domain/people/consents.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld({ now: '2026-11-22T12:06:00Z' })));
afterAll(() => world.close());

async function read(chat: Chat, page?: number) {
  const found = await transcriptOf(world.as(null), chat.slug, chat.date, page);
  if (!found) throw new Error('The transcript is not there.');
  return found;
}
const linesOf = async (chat: Chat): Promise<Line[]> =>
  (await read(chat)).rounds.flatMap(({ lines }) => lines);

describe('the transcript', () => {
  test('stands by question and thread, and says in words whom a reply answers', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [
      await world.aPerson({ name: 'Anna' }),
      await world.aPerson({ name: 'Ben' }),
    ];
    const first = await answered(world.as(anna), chat, 'I was afraid.');
    await answered(world.as(ben), chat, 'Hello.', { question: 0 });
    const reply = await answered(world.as(ben), chat, 'I am sorry.', { parentId: first.id });
    await answered(world.as(anna), chat, 'Thank you.', { parentId: reply.id });
    const { rounds, clockOf } = await read(chat);
    expect(clockOf).toBe('UTC');
    expect(rounds.map(({ name, lines }) => [name, lines.map(({ number }) => number)])).toEqual([
      ['Opening round', [2]],
      ['Question 1', [1, 3, 4]],
    ]);
    const [begun, one, two] = rounds[1]?.lines ?? [];
    expect(begun).toMatchObject({ reply: false, to: null, clock: '12:06', late: false });
    expect([one, two].map((line) => line?.reply)).toEqual([true, true]);
    expect(one && answeringWords(one)).toBe('in answer to Anna (1)');
    expect(two && answeringWords(two)).toBe('in answer to Ben (3)');
  });

  test('keeps the number of what its writer took back, and neither words nor name', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [
      await world.aPerson({ name: 'Anna' }),
      await world.aPerson({ name: 'Ben' }),
    ];
    const first = await answered(world.as(anna), chat, 'My own secret.');
    await answered(world.as(ben), chat, 'I see.', { parentId: first.id });
    await deleteAnswer(world.as(anna), first.id);
    const [gone, reply] = await linesOf(chat);
    expect(gone).toMatchObject({ number: 1, state: 'removed', name: '', handle: '', html: '' });
    expect(gone && absentWords(gone)).toBe('removed by the person who wrote it');
    expect(reply && answeringWords(reply)).toBe('in answer to 1');
    expect(JSON.stringify(await read(chat))).not.toMatch(/secret|Anna/);
  });

  test('says why a host hid a line, and shows it again', async () => {
    const chat = await aChat(world);
    const anna = await world.aPerson({ name: 'Anna' });
    const { id } = await answered(world.as(anna), chat, 'Ward 7, bed 2.');
    await hideAnswer(world.as(chat.host), { id, reason: 'It may say who a patient is.' });
    const [hidden] = await linesOf(chat);
    expect(hidden && absentWords(hidden)).toBe('hidden by a host: It may say who a patient is.');
    expect(JSON.stringify(await read(chat))).not.toMatch(/Ward 7|Anna/);
    await showAnswer(world.as(chat.host), id);
    expect(await linesOf(chat)).toMatchObject([{ state: 'said', name: 'Anna' }]);
  });

  test('marks what was edited and what came late', async () => {
    const chat = await aChat(world);
    const anna = await world.aPerson();
    const { id } = await answered(world.as(anna), chat, 'Frist.');
    await editAnswer(world.as(anna), { id, text: 'First.' });
    await putInState(world, chat, 'wrapUp');
    await answered(world.as(anna), chat, 'One more thing.');
    expect(await linesOf(chat)).toMatchObject([
      { edited: true, late: false, html: '<p>First.</p>' },
      { edited: false, late: true },
    ]);
  });

  test('is absent for a draft, empty before the chat, and has no page after its last', async () => {
    const chat = await aChat(world, { state: 'open' });
    expect(await read(chat)).toMatchObject({ begun: false, rounds: [] });
    expect(await plainTranscriptOf(world.as(null), chat.slug, chat.date)).toBeUndefined();
    await putInState(world, chat, 'draft');
    expect(await transcriptOf(world.as(chat.host), chat.slug, chat.date)).toBeUndefined();
    await putInState(world, chat, 'live');
    expect(await transcriptOf(world.as(null), chat.slug, chat.date, 2)).toBeUndefined();
  });

  test('has a second page after a thousand lines, whose replies still know what they answer', async () => {
    const chat = await aChat(world);
    const first = await answered(world.as(await world.aPerson()), chat, 'The first of many.');
    await world.services.pool.query(
      `insert into answer (month_id, question_id, parent_id, number, published, revision)
      select $1, $2, $3, n, now(), n from generate_series(2, 1001) n`,
      [chat.monthId, chat.questionIds[1], first.id],
    );
    await world.services.db
      .update(month)
      .set({ lastNumber: 1001 })
      .where(eq(month.id, chat.monthId));
    const [one, two] = [await read(chat), await read(chat, 2)];
    expect([one.pages, one.rounds.flatMap(({ lines }) => lines).length]).toEqual([2, 1000]);
    expect(two.rounds.flatMap(({ lines }) => lines)).toMatchObject([
      { number: 1001, reply: false, to: { number: 1, name: '' } },
    ]);
  });

  test('can be had as plain text', async () => {
    const chat = await aChat(world);
    const anna = await world.aPerson({ name: 'Anna', handle: 'anna' });
    const { id } = await answered(world.as(anna), chat, 'Two\n\nlines & <more>.');
    const other = await answered(world.as(anna), chat, 'Gone.', { parentId: id });
    await deleteAnswer(world.as(anna), other.id);
    const found = await plainTranscriptOf(world.as(null), chat.slug, chat.date);
    expect(found?.text).toContain('Question 1: What does the paper say about matter 1?');
    expect(found?.text).toContain('1 · Anna (@anna) · 12:06\n    Two\n\n    lines & <more>.');
    expect(found?.text).toContain('2 · removed by the person who wrote it');
    expect(found?.text).toContain('Nobody answered this.');
  });
});

test('a thousand lines with a chain of replies stand in one step of depth', () => {
  const rows: LineRow[] = Array.from({ length: 1000 }, (_, at) => ({
    id: String(at + 1),
    number: at + 1,
    questionId: '7',
    parentId: at === 0 ? null : String(at),
    parentNumber: at || null,
    at: 0,
    late: false,
    edited: false,
    hidden: null,
    html: '<p>x</p>',
    name: 'A',
    handle: 'a',
  }));
  const [round] = arrange([{ id: '7', kind: 'question', number: 1, text: 'Q' }], rows, () => '');
  expect(round?.lines.map(({ number }) => number)).toEqual(rows.map(({ number }) => number));
  expect(round?.lines.filter(({ reply }) => !reply)).toHaveLength(1);
});

describe('the outline', () => {
  test('counts who was answered by most people and which links most people named', async () => {
    const chat = await aChat(world);
    const [anna, ben, cleo] = [
      await world.aPerson({ name: 'Anna' }),
      await world.aPerson({ name: 'Ben' }),
      await world.aPerson({ name: 'Cleo' }),
    ];
    const one = await answered(world.as(anna), chat, 'See https://example.org/a?b=1&c=2 please.');
    const two = await answered(world.as(ben), chat, 'Or https://example.org/b.');
    for (let talk = 0; talk < 3; talk += 1)
      await answered(world.as(anna), chat, 'And then?', { parentId: two.id });
    await answered(world.as(ben), chat, 'Yes: https://example.org/a?b=1&c=2', { parentId: one.id });
    await answered(world.as(cleo), chat, 'True.', { parentId: one.id });
    const hidden = await answered(world.as(cleo), chat, 'https://spam.example');
    await hideAnswer(world.as(chat.host), { id: hidden.id, reason: 'Advertising' });
    const { outline } = await read(chat);
    expect(outline.mostAnswered.map(({ number, replies }) => [number, replies])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(outline.links).toMatchObject([
      { url: 'https://example.org/a?b=1&c=2', people: 2, numbers: [1, 6] },
      { url: 'https://example.org/b', people: 1, numbers: [2] },
    ]);
    expect(outline.questions[1]).toMatchObject({ name: 'Question 1', answers: 7, people: 3 });
    expect(outlineText(outline)).not.toContain('spam');
  });
});

describe("the host's summary", () => {
  const save = (chat: Chat, text: string, version = summaryVersion(''), by = chat.host) =>
    saveHostSummary(world.as(by), { monthId: chat.monthId, text, version });

  test('stands on top, with what is typed left as typed', async () => {
    const chat = await aChat(world, { state: 'wrapUp' });
    expect(await save(chat, 'We talked. <b>A lot</b>')).toEqual({ saved: true });
    expect((await read(chat)).summaryHtml).toBe('<p>We talked. &lt;b&gt;A lot&lt;/b&gt;</p>');
  });

  test('is not lost when two hosts write at once', async () => {
    const chat = await aChat(world, { state: 'wrapUp' });
    const both = await Promise.all([save(chat, 'One'), save(chat, 'Other')]);
    expect(both.filter((result) => 'saved' in result)).toHaveLength(1);
    expect(both).toContainEqual({ refused: 'changed' });
  });

  test('may be written by a note-taker, and by nobody who only reads', async () => {
    const chat = await aChat(world, { state: 'wrapUp' });
    const note = await world.aPerson();
    expect(await save(chat, 'Mine', undefined, note)).toEqual({ refused: 'gone' });
    await world.services.db
      .insert(clubDuty)
      .values({ clubId: chat.clubId, personId: note.personId, duty: 'noteTaker' });
    expect(await save(chat, 'Mine', undefined, note)).toEqual({ saved: true });
  });
});

describe('the figures', () => {
  test('leave out those who do not want to be studied, and then speak in tens only', async () => {
    const chat = await aChat(world, { studyNotice: 'A student counts posts.' });
    const people = await Promise.all(Array.from({ length: 11 }, () => world.aPatient()));
    for (const person of people) await answerConsent(world.as(person), 'research', true);
    for (const person of people) await answered(world.as(person), chat, 'Here.');
    const of = async () => (await chatFiguresOf(world.as(null), chat.slug, chat.date))?.figures;
    expect(await of()).toMatchObject({ people: 10, posts: null, acrossRoles: null });
    const [one, two] = people;
    await optOutOfStudy(world.as(one ?? null), { monthId: chat.monthId, out: true });
    const before = await of();
    expect(before).toMatchObject({ people: 10 });
    expect(before?.postsOverTime[0]?.bars[1]).toEqual({ label: 'minute 5 to 10', count: 10 });
    await optOutOfStudy(world.as(two ?? null), { monthId: chat.monthId, out: true });
    const after = await of();
    expect(after).toMatchObject({ people: null });
    expect(after?.postsOverTime[0]?.bars[1]?.count).toBeNull();
  });

  test('know who was in an earlier month, also by reading only', async () => {
    const chat = await aChat(world);
    const people = await Promise.all(Array.from({ length: 20 }, () => world.aPerson()));
    for (const person of people) await sayHere(world.as(person), chat.monthId);
    const old = await aChat(world, { starts: '2026-10-20T12:00' });
    await world.services.db
      .update(month)
      .set({ clubId: chat.clubId })
      .where(eq(month.id, old.monthId));
    for (const person of people.slice(0, 10)) await sayHere(world.as(person), old.monthId);
    const found = await chatFiguresOf(world.as(null), chat.slug, chat.date);
    expect(found?.figures).toMatchObject({ people: 20, firstTimers: 10, returning: 10 });
  });
});
