import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChat, answered, putInState, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { answerQuestion, deleteAnswer, editAnswer, findOwnText } from './answers.server.ts';
import { changesSince, chatOf, chatViewerOf, findChatId } from './chat.server.ts';
import { eraseFromChats, exportChatsFor } from './chat-keeper.server.ts';
import { applyChange, type ChatView } from './chat-view.ts';
import {
  addHostNote,
  closeChat,
  hideAnswer,
  listHostNotes,
  setSlowMode,
  showAnswer,
} from './chat-hosting.server.ts';
import { listParticipants, optOutOfStudy, sayHere } from './presence.server.ts';
import { answerConsent } from '#domain/people/consents.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld({ now: '2026-11-22T12:06:00Z' })));
afterAll(() => world.close());

async function viewOf({ monthId }: Chat): Promise<ChatView> {
  const view = await chatOf(world.as(null), monthId);
  if (!view) throw new Error('The chat is not there.');
  return view;
}

describe('an answer', () => {
  test('stands under its question with its number, and its writer counts as here', async () => {
    const chat = await aChat(world);
    const anna = await world.aPatient();
    await answered(world.as(anna), chat, 'It was cold in there.');
    expect(await viewOf(chat)).toMatchObject({
      head: { revision: 1, lastNumber: 1, people: 1, state: 'live' },
      lines: [
        {
          number: 1,
          questionId: chat.questionIds[1],
          author: { handle: anna.handle },
          html: '<p>It was cold in there.</p>',
          gone: null,
          late: false,
        },
      ],
    });
  });

  test('to a line belongs to the question of that line', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const first = await answered(world.as(anna), chat, 'I was afraid.');
    await answered(world.as(ben), chat, 'I am sorry.', { question: 0, parentId: first.id });
    const [, reply] = (await viewOf(chat)).lines;
    expect(reply).toMatchObject({ parentNumber: 1, questionId: chat.questionIds[1] });
  });

  test('sent five times at once by a phone with a bad connection is one line', async () => {
    const chat = await aChat(world);
    const ctx = world.as(await world.aPatient());
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => answered(ctx, chat, 'Once', { key: 'one-and-the-same' })),
    );
    expect(new Set(sent.map(({ number }) => number))).toEqual(new Set([1]));
    expect((await viewOf(chat)).head).toMatchObject({ revision: 1, lastNumber: 1 });
  });

  test('from a form that was sent before, with other words in it, is another answer', async () => {
    const chat = await aChat(world);
    const ctx = world.as(await world.aPatient());
    await answered(ctx, chat, 'Before going back', { key: 'key-of-the-page' });
    const again = await answered(ctx, chat, 'After going back', { key: 'key-of-the-page' });
    expect(again.number).toBe(2);
  });

  test('that arrived is told so again when the phone asks after the chat was archived', async () => {
    const chat = await aChat(world);
    const ctx = world.as(await world.aPatient());
    const first = await answered(ctx, chat, 'Once', { key: 'sent-on-the-train' });
    await putInState(world, chat, 'archived');
    expect(await answered(ctx, chat, 'Once', { key: 'sent-on-the-train' })).toEqual(first);
  });

  test('after the live hour is marked as late', async () => {
    const chat = await aChat(world, { state: 'wrapUp', asked: 6 });
    await answered(world.as(await world.aPatient()), chat, 'I came late.');
    expect((await viewOf(chat)).lines[0]?.late).toBe(true);
  });

  test.each([
    ['announced', 'notOpen'],
    ['open', 'notOpen'],
    ['archived', 'notOpen'],
    ['draft', 'gone'],
  ] as const)('in a month that is %s is refused: %s', async (state, refused) => {
    const chat = await aChat(world, { state, asked: 2 });
    const ctx = world.as(await world.aPatient());
    const input = { monthId: chat.monthId, questionId: chat.questionIds[1] ?? '', text: 'Hello' };
    expect(await answerQuestion(ctx, input)).toEqual({ refused });
  });

  test('in a hidden month is refused with the same bytes as in one that never was', async () => {
    const draft = await aChat(world, { state: 'draft', asked: 2 });
    const ctx = world.as(await world.aPatient());
    const to = (monthId: string) =>
      answerQuestion(ctx, { monthId, questionId: draft.questionIds[1] ?? '', text: 'Hello' });
    expect(JSON.stringify(await to(draft.monthId))).toBe(JSON.stringify(await to('123456789')));
    expect(await findChatId(ctx, draft.slug, draft.date)).toBeUndefined();
    expect(await chatOf(ctx, draft.monthId)).toBeUndefined();
    expect(await changesSince(ctx, draft.monthId, 0)).toBeUndefined();
    expect(await sayHere(ctx, draft.monthId)).toEqual(await sayHere(ctx, '123456789'));
  });

  test('to a question that has not been asked yet is refused, to one of another month as absent', async () => {
    const [chat, other] = [await aChat(world), await aChat(world)];
    const ctx = world.as(await world.aPatient());
    const to = (questionId: string) =>
      answerQuestion(ctx, { monthId: chat.monthId, questionId, text: 'Hello' });
    expect(await to(chat.questionIds[3] ?? '')).toEqual({ refused: 'notOpen' });
    expect(await to(other.questionIds[1] ?? '')).toEqual({ refused: 'gone' });
    expect(await to('no number')).toEqual({ refused: 'gone' });
  });

  test.each([
    ['   ', 'empty'],
    ['x'.repeat(5001), 'tooLong'],
  ] as const)('of %j is refused', async (text, refused) => {
    const chat = await aChat(world);
    const ctx = world.as(await world.aPatient());
    const input = { monthId: chat.monthId, questionId: chat.questionIds[1] ?? '', text };
    expect(await answerQuestion(ctx, input)).toEqual({ refused });
  });

  test('of a guest is refused with the way in', async () => {
    const chat = await aChat(world);
    const input = { monthId: chat.monthId, questionId: chat.questionIds[1] ?? '', text: 'Hello' };
    expect(await answerQuestion(world.as(null), input)).toEqual({ refused: 'signIn' });
  });

  test('too many in a minute are refused', async () => {
    const chat = await aChat(world);
    const ctx = world.as(await world.aPatient());
    const input = { monthId: chat.monthId, questionId: chat.questionIds[1] ?? '', text: 'Hello' };
    for (let n = 0; n < 20; n += 1) await answerQuestion(ctx, input);
    expect(await answerQuestion(ctx, input)).toEqual({ refused: 'tooFast' });
  });

  test('in slow mode says how many seconds are left, and then is taken', async () => {
    const chat = await aChat(world);
    const anna = world.as(await world.aPatient());
    await setSlowMode(world.as(chat.host), { monthId: chat.monthId, seconds: 30 });
    await answered(anna, chat, 'One');
    const again = { monthId: chat.monthId, questionId: chat.questionIds[1] ?? '', text: 'Two' };
    world.clock.turnBy(10_500);
    expect(await answerQuestion(anna, again)).toEqual({ refused: 'slowMode', seconds: 20 });
    world.clock.turnBy(19_500);
    expect(await answerQuestion(anna, again)).toHaveProperty('number', 2);
  });
});

describe('laws of the chat', () => {
  test('whatever happens at once, revisions and numbers have no gap and no twin', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => world.aPatient()));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 25 }),
        async (writers) => {
          world.clock.turnBy(120_000);
          const chat = await aChat(world);
          const made = await Promise.all(
            writers.map((n) => answered(world.as(people[n] ?? null), chat, `From ${n}`)),
          );
          const view = await viewOf(chat);
          const upTo = Array.from(writers, (_, at) => at + 1);
          expect(made.map(({ number }) => number).sort((a, b) => a - b)).toEqual(upTo);
          expect(view.lines.map(({ number }) => number)).toEqual(upTo);
          expect(view.head).toMatchObject({ revision: writers.length, lastNumber: writers.length });
        },
      ),
      { numRuns: 8 },
    );
  });

  test('a reader who comes back at any revision sees what one sees who never left', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const seen: ChatView[] = [await viewOf(chat)];
    const act = fc.constantFrom('answer', 'reply', 'edit', 'delete', 'hide', 'show');
    await fc.assert(
      fc.asyncProperty(act, fc.nat(), fc.nat(), async (what, pick, leftAt) => {
        world.clock.turnBy(120_000);
        const now = seen.at(-1)?.lines ?? [];
        const line = now[pick % Math.max(1, now.length)];
        const ctx = world.as(pick % 2 ? anna : ben);
        if (what === 'answer' || !line) await answered(ctx, chat, `Words ${pick}`);
        else if (what === 'reply')
          await answered(ctx, chat, `To ${line.number}`, { parentId: line.id });
        else if (what === 'edit')
          await editAnswer(ctx, { id: line.id, text: `Other words ${pick}` });
        else if (what === 'delete') await deleteAnswer(ctx, line.id);
        else if (what === 'hide')
          await hideAnswer(world.as(chat.host), { id: line.id, reason: 'Off the paper' });
        else await showAnswer(world.as(chat.host), line.id);
        const whole = await viewOf(chat);
        const left = seen[leftAt % seen.length] ?? whole;
        const change = await changesSince(world.as(null), chat.monthId, left.head.revision);
        if (!change) throw new Error('The chat is not there.');
        expect(applyChange(left, change)).toEqual(whole);
        expect(applyChange(applyChange(left, change), change)).toEqual(whole);
        seen.push(whole);
      }),
      { numRuns: 40 },
    );
  });

  test('one who was away for very long, or comes with a revision that never was, begins anew', async () => {
    const chat = await aChat(world);
    const people = await Promise.all(Array.from({ length: 16 }, () => world.aPatient()));
    for (let n = 0; n < 301; n += 1) {
      if (n % 100 === 0) world.clock.turnBy(60_000);
      await answered(world.as(people[n % 16] ?? null), chat, `Line ${n}`);
    }
    const away = await changesSince(world.as(null), chat.monthId, 0);
    expect([away?.whole, away?.lines.length, away?.lines.at(-1)?.number]).toEqual([true, 200, 301]);
    expect((await changesSince(world.as(null), chat.monthId, 9_999))?.whole).toBe(true);
    expect(
      (await changesSince(world.as(null), chat.monthId, 300))?.lines.map(({ number }) => number),
    ).toEqual([301]);
    const older = await chatOf(world.as(null), chat.monthId, { before: 102 });
    expect([older?.lines[0]?.number, older?.lines.at(-1)?.number, older?.older]).toEqual([
      1,
      101,
      false,
    ]);
  });
});

describe('taking words back', () => {
  test('a deleted line keeps its number and its replies; its words and name are nowhere', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const { id } = await answered(world.as(anna), chat, 'Something very private');
    await answered(world.as(ben), chat, 'Thank you', { parentId: id });
    await editAnswer(world.as(anna), { id, text: 'Something a little private' });
    await deleteAnswer(world.as(anna), id);
    const view = await viewOf(chat);
    expect(view.lines.map(({ number, gone }) => [number, gone])).toEqual([
      [1, 'removed'],
      [2, null],
    ]);
    expect(view.lines[1]?.parentNumber).toBe(1);
    expect(JSON.stringify(view)).not.toMatch(/private|person_.*afraid/);
    expect(JSON.stringify(view.lines[0])).not.toContain(anna.handle);
  });

  test('an edit shows new words and that they are new', async () => {
    const chat = await aChat(world);
    const anna = world.as(await world.aPatient());
    const { id } = await answered(anna, chat, 'Frist');
    await editAnswer(anna, { id, text: 'First' });
    const [line] = (await viewOf(chat)).lines;
    expect([line?.html, line?.edited !== null]).toEqual(['<p>First</p>', true]);
    expect(await findOwnText(anna, id)).toMatchObject({ text: 'First' });
  });

  test("nobody changes, deletes or reads the source of somebody else's line", async () => {
    const chat = await aChat(world);
    const { id } = await answered(world.as(await world.aPatient()), chat, 'Mine');
    const ben = world.as(await world.aRadiographer());
    expect(await editAnswer(ben, { id, text: 'Yours' })).toEqual({ refused: 'gone' });
    expect(await deleteAnswer(ben, id)).toEqual({ refused: 'gone' });
    expect(await findOwnText(ben, id)).toBeUndefined();
    expect((await viewOf(chat)).head.revision).toBe(1);
  });

  test('erasing a person takes their words out of every chat, and tells the readers', async () => {
    const chat = await aChat(world);
    const anna = await world.aPatient();
    await answered(world.as(anna), chat, 'Words of Anna');
    expect((await exportChatsFor(world.services, anna.personId)).answers).toHaveLength(1);
    await inTransaction(world.as(null), (tx) => eraseFromChats(tx, anna.personId));
    const change = await changesSince(world.as(null), chat.monthId, 1);
    expect(change?.lines).toMatchObject([{ number: 1, gone: 'removed', author: null }]);
    expect(change?.head.people).toBe(0);
  });
});

describe('hosts', () => {
  test('a line that a host hides shows the reason instead of words and name, until it is shown again', async () => {
    const chat = await aChat(world);
    const { id } = await answered(world.as(await world.aPatient()), chat, 'Names a patient');
    await hideAnswer(world.as(chat.host), { id, reason: 'It named somebody.' });
    expect((await viewOf(chat)).lines[0]).toMatchObject({
      gone: 'hidden',
      html: null,
      author: null,
      reason: 'It named somebody.',
    });
    await showAnswer(world.as(chat.host), id);
    expect((await viewOf(chat)).lines[0]).toMatchObject({ gone: null, reason: null });
  });

  test('nobody else may do what hosts do, and learns nothing by trying', async () => {
    const chat = await aChat(world);
    const { id } = await answered(world.as(await world.aPatient()), chat, 'Hello');
    const other = await aChat(world);
    for (const ctx of [
      world.as(await world.aRadiographer()),
      world.as(other.host),
      world.as(null),
    ]) {
      const gone = { refused: 'gone' };
      expect(await hideAnswer(ctx, { id, reason: 'No' })).toEqual(gone);
      expect(await showAnswer(ctx, id)).toEqual(gone);
      expect(await setSlowMode(ctx, { monthId: chat.monthId, seconds: 9 })).toEqual(gone);
      expect(await closeChat(ctx, chat.monthId)).toEqual(gone);
      expect(await addHostNote(ctx, { monthId: chat.monthId, text: 'Hi' })).toEqual(gone);
      expect(await listHostNotes(ctx, chat.monthId)).toEqual(gone);
      expect(await listParticipants(ctx, chat.monthId)).toEqual(gone);
    }
    expect((await viewOf(chat)).head).toMatchObject({ revision: 1, slowSeconds: 0, state: 'live' });
  });

  test('notes between hosts are for hosts', async () => {
    const chat = await aChat(world);
    await addHostNote(world.as(chat.host), { monthId: chat.monthId, text: 'Two minutes more?' });
    expect(await listHostNotes(world.as(chat.host), chat.monthId)).toMatchObject([
      { text: 'Two minutes more?' },
    ]);
    expect(JSON.stringify(await viewOf(chat))).not.toContain('minutes more');
  });

  test('closing makes later answers late', async () => {
    const chat = await aChat(world);
    expect(await closeChat(world.as(chat.host), chat.monthId)).toEqual({ state: 'wrapUp' });
    await answered(world.as(await world.aPatient()), chat, 'One more thing');
    expect((await viewOf(chat)).lines[0]?.late).toBe(true);
  });
});

describe('who is here', () => {
  test('somebody who only reads is counted once, and named to hosts only', async () => {
    const chat = await aChat(world);
    const anna = await world.aPerson({ name: 'Anna of the quiet corner' });
    await sayHere(world.as(anna), chat.monthId);
    await sayHere(world.as(anna), chat.monthId);
    const view = await viewOf(chat);
    expect(view.head.people).toBe(1);
    expect(JSON.stringify(view)).not.toContain('Anna of');
    expect(await chatViewerOf(world.as(anna), chat.monthId)).toEqual({
      here: true,
      optedOut: false,
      mayBeStudied: false,
      hosts: false,
    });
    expect(await listParticipants(world.as(chat.host), chat.monthId)).toMatchObject([
      { handle: anna.handle, firstTime: true, answers: 0 },
    ]);
  });

  test('first-timers and people whom nobody answered come first', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const { id } = await answered(world.as(ben), chat, 'First');
    await answered(world.as(anna), chat, 'To you', { parentId: id });
    const listed = await listParticipants(world.as(chat.host), chat.monthId);
    if ('refused' in listed) throw new Error(listed.refused);
    expect(listed.map(({ handle, answered: n }) => [handle, n])).toEqual([
      [anna.handle, 0],
      [ben.handle, 1],
    ]);
  });

  test('one may keep out of a study, and come in again', async () => {
    const chat = await aChat(world, { studyNotice: 'A university counts the words.' });
    const anna = world.as(await world.aPatient());
    expect(await chatViewerOf(anna, chat.monthId)).toMatchObject({ optedOut: true });
    await answerConsent(anna, 'research', true);
    expect(await chatViewerOf(anna, chat.monthId)).toMatchObject({ optedOut: false });
    await optOutOfStudy(anna, { monthId: chat.monthId, out: true });
    expect(await chatViewerOf(anna, chat.monthId)).toMatchObject({ optedOut: true });
    await optOutOfStudy(anna, { monthId: chat.monthId, out: false });
    expect(await chatViewerOf(anna, chat.monthId)).toMatchObject({ optedOut: false });
  });
});
