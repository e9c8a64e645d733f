import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf, inTens, suppress, type Cell, type Facts, type Figures } from './figures.ts';

const hour = 3_600_000;
const roles = ['patient', 'carer', 'professional', 'student', 'researcher'];

const person = fc.record({
  before: fc.boolean(),
  roles: fc.subarray(roles, { maxLength: 2 }),
});
/** Chats of up to 45 people in which anybody answers anybody. */
const chat: fc.Arbitrary<Facts> = fc
  .record({
    state: fc.constantFrom('live' as const, 'wrapUp' as const, 'archived' as const),
    careful: fc.boolean(),
    people: fc.array(person, { maxLength: 45 }),
    posts: fc.array(
      fc.record({
        by: fc.nat(),
        to: fc.option(fc.nat()),
        at: fc.nat(2 * hour),
        late: fc.boolean(),
      }),
      { maxLength: 90 },
    ),
  })
  .map(({ people, posts, ...rest }) => {
    const all = people.map((one, at) => ({ ...one, id: String(at) }));
    const who = (number: number) => String(number % Math.max(1, all.length));
    return {
      ...rest,
      hours: [{ starts: 0, ends: hour }],
      people: all,
      posts: posts.map((one) => ({
        ...one,
        by: who(one.by),
        to: one.to === null ? null : who(one.to),
        day: '2018-01-18',
      })),
    };
  });

const aboutPeople = ({ people, firstTimers, returning, acrossRoles }: Figures) => [
  people,
  firstTimers,
  returning,
  acrossRoles,
];

test.each([
  [0, null],
  [9, null],
  [10, 10],
  [19, 10],
  [500, 500],
])('%i people are said as %s', (count, shown) => expect(inTens(count)).toBe(shown));

test('HLT-10: nothing about people is shown that is not a full ten', () => {
  fc.assert(
    fc.property(chat, (facts) => {
      for (const shown of aboutPeople(figuresOf(facts))) {
        expect(shown === null || (shown >= 10 && shown % 10 === 0)).toBe(true);
      }
    }),
  );
});

test('HLT-10: one more silent person changes nothing but a number that crosses a full ten', () => {
  fc.assert(
    fc.property(chat, person, (facts, one) => {
      const more = { ...facts, people: [...facts.people, { ...one, id: 'new' }] };
      const [before, after] = [figuresOf(facts), figuresOf(more)];
      const first = facts.people.filter((known) => !known.before).length;
      const crosses = [facts.people.length, one.before ? facts.people.length - first : first].some(
        (count) => (count + 1) % 10 === 0,
      );
      if (!crosses) expect(after).toEqual(before);
      expect(after.acrossRoles).toBe(before.acrossRoles);
    }),
  );
});

test('one more reply moves the number of replies across roles by a full ten or not at all', () => {
  fc.assert(
    fc.property(chat, fc.nat(), fc.nat(), (facts, by, to) => {
      const who = (number: number) => String(number % Math.max(1, facts.people.length));
      const one = { by: who(by), to: who(to), at: 0, day: '2018-01-18', late: false };
      const [before, after] = [facts, { ...facts, posts: [...facts.posts, one] }].map(figuresOf);
      expect(((after?.acrossRoles ?? 0) - (before?.acrossRoles ?? 0)) % 10).toBe(0);
    }),
  );
});

test('those who came first and those who came back are shown both or neither', () => {
  fc.assert(
    fc.property(chat, (facts) => {
      const { firstTimers, returning } = figuresOf(facts);
      expect(firstTimers === null).toBe(returning === null);
    }),
  );
});

test('HLT-10: from a number with roles and the known whole, no part of 1 to 9 can be worked out', () => {
  // What anybody may know: how many replies there are in all. What they see: one number, or none.
  for (let whole = 0; whole <= 60; whole += 1) {
    const worlds = new Map<number | null, number[]>();
    for (let part = 0; part <= whole; part += 1) {
      for (const people of [2, 9, 10, 30]) {
        const sized = (count: number): Cell => ({ count, people: Math.min(people, 2 * count) });
        const shown = suppress(sized(part), sized(whole - part));
        worlds.set(shown, [...(worlds.get(shown) ?? []), part]);
      }
    }
    for (const [shown, parts] of worlds) {
      const small = (count: number) => count >= 1 && count <= 9;
      if (shown !== null) {
        expect(parts.some((part) => small(part) || small(whole - part))).toBe(false);
        continue;
      }
      expect(whole === 0 || new Set(parts).size > 1).toBe(true);
      // A reader who sees nothing cannot tell that one side is small and which.
      if (parts.some(small)) expect(parts.some((part) => !small(part))).toBe(true);
    }
  }
});

test.each([
  ['the number itself', { count: 9, people: 30 }, { count: 40, people: 30 }],
  ['what is left of the whole', { count: 40, people: 30 }, { count: 9, people: 30 }],
  ['the people behind it', { count: 40, people: 9 }, { count: 40, people: 30 }],
  ['the people behind the rest', { count: 40, people: 30 }, { count: 40, people: 9 }],
])('nothing is shown when %s is small', (_what, part, rest) => {
  expect(suppress(part, rest)).toBeNull();
});

const crowd = (count: number, roles: string[], from = 0) =>
  Array.from({ length: count }, (_, at) => ({
    id: String(from + at),
    before: at % 2 === 0,
    roles,
  }));
const mixed: Facts = {
  state: 'wrapUp',
  careful: false,
  hours: [{ starts: 0, ends: hour }],
  people: [...crowd(12, ['patient']), ...crowd(12, ['professional'], 12)],
  posts: Array.from({ length: 24 }, (_, at) => [
    { by: String(at), to: String((at + 12) % 24), at: 60_000, day: '2018-01-18', late: false },
    {
      by: String(at),
      to: at < 12 ? String((at + 1) % 12) : '12',
      at: 0,
      day: '2018-01-18',
      late: false,
    },
  ]).flat(),
};

test('replies across roles are shown once the chat is over, not while one can watch them grow', () => {
  expect(figuresOf(mixed).acrossRoles).toBe(20);
  expect(figuresOf({ ...mixed, state: 'archived' }).acrossRoles).toBe(20);
  expect(figuresOf({ ...mixed, state: 'live' }).acrossRoles).toBeNull();
});

test('late replies change nothing about roles', () => {
  const late = mixed.posts.map((one) => ({ ...one, late: true }));
  expect(figuresOf({ ...mixed, posts: [...mixed.posts, ...late] }).acrossRoles).toBe(20);
});

test('somebody without a role crosses none', () => {
  const people = mixed.people.map((one) => ({ ...one, roles: [] }));
  expect(figuresOf({ ...mixed, people }).acrossRoles).toBeNull();
});

test('posts are counted in steps of five minutes, then by day', () => {
  const at = (minutes: number, day = '2018-01-18') => ({
    by: '0',
    to: null,
    at: minutes * 60_000,
    day,
    late: false,
  });
  const posts = [at(0), at(4.9), at(5), at(59.9), at(60), at(2000, '2018-01-20')];
  const [live, days] = figuresOf({ ...mixed, posts }).postsOverTime;
  expect(live?.bars).toHaveLength(12);
  expect(live?.bars.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(days?.bars).toEqual([
    { label: '2018-01-18', count: 1 },
    { label: '2018-01-20', count: 1 },
  ]);
});

test('a chat that may be studied shows posts in tens, so that nobody sees who is left out', () => {
  fc.assert(
    fc.property(chat, (facts) => {
      const { posts, postsOverTime } = figuresOf({ ...facts, careful: true });
      const counts = postsOverTime.flatMap(({ bars }) => bars.map(({ count }) => count));
      expect(posts).toBeNull();
      expect(counts.every((count) => count === null || (count > 0 && count % 10 === 0))).toBe(true);
    }),
  );
});
