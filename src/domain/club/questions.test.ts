import { afterAll, beforeEach, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aChat, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { askQuestionsDue } from './chat-clockwork.server.ts';
import { chatOf } from './chat.server.ts';
import { currentQuestion, nextQuestion, type ChatView } from './chat-view.ts';
import { moveMonthsDue } from './clockwork.server.ts';
import {
  addQuestion,
  extendQuestion,
  holdQuestion,
  releaseDue,
  releaseQuestion,
  reorderQuestions,
  resumeQuestion,
  skipQuestion,
} from './questions.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

let world: World;
let chat: Chat;
const starts = new Date('2026-11-22T12:00:00Z');
beforeAll(async () => void (world = await openWorld()));
beforeEach(async () => {
  world.clock.turnTo(starts);
  chat = await aChat(world, { asked: 0 });
});
afterEach(() => skipAll());
afterAll(() => world.close());

/** Months of earlier tests have nothing left to ask. */
async function skipAll(): Promise<void> {
  await world.services.pool.query('update question set skipped = now() where released is null');
}

const minute = (n: number) => world.clock.turnTo(new Date(starts.getTime() + n * 60_000));
const tick = () => inTransaction(world.as(null), (tx) => releaseDue(tx, chat.monthId));
const host = () => world.as(chat.host);
const id = (position: number) => chat.questionIds[position] ?? '';

async function view(): Promise<ChatView> {
  const found = await chatOf(world.as(null), chat.monthId);
  if (!found) throw new Error('The chat is not there.');
  return found;
}

/** `asked` positions by their labels: 0 is the opening, "end" the closing. */
async function asked(): Promise<(number | string)[]> {
  const { questions } = await view();
  return questions.filter(({ state }) => state === 'asked').map(({ number }) => number ?? 'end');
}

describe('the clock asks', () => {
  test('the opening at minute 0, each question at its minute, the closing near the end', async () => {
    const seen: unknown[] = [];
    for (const n of [0, 4.99, 5, 20, 34, 35, 50, 57, 58]) {
      minute(n);
      seen.push([n, await tick()]);
    }
    expect(seen).toEqual([
      [0, 1],
      [4.99, 0],
      [5, 1],
      [20, 1],
      [34, 0],
      [35, 1],
      [50, 1],
      [57, 0],
      [58, 1],
    ]);
    expect(await asked()).toEqual([0, 1, 2, 3, 4, 'end']);
  });

  test('exactly once and in order, when six processes tick together after a long sleep', async () => {
    minute(21);
    const counts = await Promise.all(Array.from({ length: 6 }, tick));
    expect(counts.filter((n) => n > 0)).toEqual([3]);
    expect(await asked()).toEqual([0, 1, 2]);
    expect((await view()).head.revision).toBe(1);
  });

  test('nothing before the month is live, and nothing after', async () => {
    for (const state of ['open', 'wrapUp'] as const) {
      chat = await aChat(world, { state, asked: 0 });
      minute(30);
      expect(await tick()).toBe(0);
    }
  });

  test('the opening in the same breath as the month goes live by the clock', async () => {
    chat = await aChat(world, { state: 'open', asked: 0 });
    await moveMonthsDue(world.services, {});
    await askQuestionsDue(world.services);
    expect((await view()).head.state).toBe('live');
    expect(await asked()).toEqual([0]);
  });

  test('by the minutes of its own when a host opens the chat outside of its hour', async () => {
    minute(-600);
    await world.services.pool.query(
      `insert into month_move (month_id, from_state, to_state, at) values ($1, 'open', 'live', $2)`,
      [chat.monthId, world.clock.now()],
    );
    await tick();
    world.clock.turnBy(5 * 60_000);
    await tick();
    expect(await asked()).toEqual([0, 1]);
  });
});

describe('a host', () => {
  test('asks a question early; it takes its place after those asked before', async () => {
    await tick();
    await releaseQuestion(host(), id(3));
    expect(await asked()).toEqual([0, 3]);
    minute(6);
    await tick();
    expect(await asked()).toEqual([0, 3, 1]);
    expect(currentQuestion((await view()).questions)?.number).toBe(1);
  });

  test('holds a question: it and those after it wait, and keep their distance when it goes on', async () => {
    await holdQuestion(host(), id(1));
    minute(25);
    await tick();
    expect(await asked()).toEqual([0]);
    expect(nextQuestion((await view()).head, (await view()).questions)).toBeUndefined();
    await resumeQuestion(host(), id(1));
    await tick();
    expect(await asked()).toEqual([0, 1]);
    const next = nextQuestion((await view()).head, (await view()).questions);
    expect(next).toMatchObject({ question: { number: 2, minute: 40 } });
  });

  test('skips a question: nobody is asked it', async () => {
    await skipQuestion(host(), id(2));
    minute(35);
    await tick();
    expect(await asked()).toEqual([0, 1, 3]);
  });

  test('gives more minutes: all that wait are asked so much later', async () => {
    minute(6);
    await tick();
    await extendQuestion(host(), { monthId: chat.monthId, minutes: 4 });
    minute(20);
    expect(await tick()).toBe(0);
    minute(24);
    expect(await tick()).toBe(1);
  });

  test('puts the waiting questions in another order; the minutes stay where they are', async () => {
    minute(6);
    await tick();
    await reorderQuestions(host(), {
      monthId: chat.monthId,
      ids: [id(4), id(2), id(0), 'nonsense'],
    });
    const order = (await view()).questions.map(({ number, minute: at }) => [number, at]);
    expect(order).toEqual([
      [0, 0],
      [1, 5],
      [4, 20],
      [2, 35],
      [3, 50],
      [null, 58],
    ]);
  });

  test('adds a question that came up', async () => {
    minute(6);
    await tick();
    await addQuestion(host(), { monthId: chat.monthId, text: 'And at night?', minute: 40 });
    const order = (await view()).questions.map(({ number, minute: at }) => [number, at]);
    expect(order).toEqual([
      [0, 0],
      [1, 5],
      [2, 20],
      [3, 35],
      [5, 40],
      [4, 50],
      [null, 58],
    ]);
    await addQuestion(host(), { monthId: chat.monthId, text: 'Now, please' });
    minute(7);
    await tick();
    expect(await asked()).toEqual([0, 1, 6]);
  });

  test('cannot take back what was asked', async () => {
    await tick();
    for (const verb of [releaseQuestion, holdQuestion, skipQuestion, resumeQuestion])
      expect(await verb(host(), id(0))).toEqual({ refused: 'asked' });
  });
});

test('nobody but a host moves the questions', async () => {
  const gone = { refused: 'gone' };
  const { monthId } = chat;
  for (const ctx of [world.as(null), world.as(await world.aRadiographer())]) {
    for (const verb of [releaseQuestion, holdQuestion, skipQuestion, resumeQuestion])
      expect(await verb(ctx, id(1))).toEqual(gone);
    expect(await extendQuestion(ctx, { monthId, minutes: 5 })).toEqual(gone);
    expect(await reorderQuestions(ctx, { monthId, ids: [] })).toEqual(gone);
    expect(await addQuestion(ctx, { monthId, text: 'Why?' })).toEqual(gone);
  }
  expect((await view()).head.revision).toBe(0);
});

test('questions are shown from the day the month opens, not before', async () => {
  chat = await aChat(world, { state: 'announced', asked: 0 });
  expect((await view()).questions).toEqual([]);
  chat = await aChat(world, { state: 'open', asked: 0 });
  expect((await view()).questions).toHaveLength(6);
});
