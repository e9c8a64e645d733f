import { expect, test } from 'vitest';
import type { ChatLine } from './chat-view.ts';
import { acrossSays, halvesSay, peopleSay, postsSay } from './figure-words.ts';
import type { Figures } from './figures.ts';
import { waitingPeople, type Listener } from './host-console.ts';

const line = (number: number, handle: string): ChatLine => ({
  id: String(number),
  number,
  questionId: '1',
  parentNumber: null,
  author: { handle, name: handle, avatar: null },
  html: `<p>${number}</p>`,
  gone: null,
  reason: null,
  published: '2018-01-18T20:00:00Z',
  edited: null,
  late: false,
});
const listener = (handle: string, more: Partial<Listener> = {}): Listener => ({
  handle,
  name: handle,
  firstTime: false,
  answers: 1,
  answered: 0,
  ...more,
});

test('first-timers come first, then whoever has waited longest', () => {
  const lines = [line(1, 'anna'), line(2, 'ben'), line(3, 'cleo'), line(4, 'dora')];
  const people = [
    listener('dora', { firstTime: true }),
    listener('cleo'),
    listener('ben', { firstTime: true }),
    listener('anna'),
  ];
  const order = waitingPeople(lines, people).map(({ handle }) => handle);
  expect(order).toEqual(['ben', 'dora', 'anna', 'cleo']);
});

test('whoever has an answer, only reads, or is out of sight does not wait', () => {
  const hidden: ChatLine = { ...line(3, 'cleo'), author: null, html: null, gone: 'hidden' };
  const people = [
    listener('anna', { answered: 1 }),
    listener('ben', { answers: 0 }),
    listener('cleo'),
  ];
  expect(waitingPeople([line(1, 'anna'), hidden], people)).toEqual([]);
});

test('only the two newest lines of a person are shown', () => {
  const lines = [line(1, 'anna'), line(2, 'anna'), line(3, 'anna')];
  const [anna] = waitingPeople(lines, [listener('anna', { answers: 3 })]);
  expect(anna?.lines.map(({ number }) => number)).toEqual([2, 3]);
});

const none: Figures = {
  postsOverTime: [],
  posts: null,
  people: null,
  firstTimers: null,
  returning: null,
  acrossRoles: null,
};

test('what is not shown as a number is not said in words either', () => {
  const said = [
    peopleSay(null),
    halvesSay(none),
    halvesSay({ ...none, people: 40 }),
    postsSay([{ label: 'minute 0 to 5', count: null }]),
    acrossSays(null, true),
    acrossSays(null, false),
  ];
  expect(said.join(' ')).not.toMatch(/\d/);
});
