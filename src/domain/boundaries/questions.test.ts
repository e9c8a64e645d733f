import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { factValues, type Channel, type Side } from './facts.ts';
import { fanOf } from './fan.ts';
import { loadPacks, packNames, packsOf, type PackId } from './packs-of.ts';
import { factsFrom, questionsFor, type Answers } from './questions.ts';
import { bySide } from './question-words.ts';

const packs = await loadPacks(Object.keys(packNames) as PackId[]);
const hcpc = await loadPacks(packsOf({ profession: 'radiographer', jurisdiction: 'UK' }));
const sides: Side[] = ['professional', 'other'];
const friend = { channel: 'friend', side: 'professional', initiator: 'them' } as const;

test('becoming friends asks three questions, and following asks none', () => {
  const titles = questionsFor(hcpc, friend).map(({ title }) => title);
  expect(titles).toEqual([
    'Do you care for this person now, or did you?',
    'What kind of care was it, and what else is between you?',
    'Who starts, and what for?',
  ]);
  expect(questionsFor(hcpc, { ...friend, channel: 'clubAnswer' })).toEqual([]);
});

test('in the United States following asks whether one cares for the other, since a rule there speaks of it', async () => {
  const doctors = await loadPacks(packsOf({ profession: 'doctor', jurisdiction: 'US' }));
  const asked = questionsFor(doctors, { channel: 'follow', side: 'professional' });
  expect(asked.flatMap(({ fields }) => fields.map(({ name }) => name))).toEqual(['ended']);
});

test('what is not asked cannot change the advice', () => {
  const answers = fc.record({
    ended: fc.constantFrom('now', 'withinYear', 'withinFive', 'longer', 'never', 'undeclared'),
    about: fc.subarray(['course', 'mentalHealth', 'minor', 'vulnerable']),
    tie: fc.constantFrom(...factValues.tie),
    initiator: fc.constantFrom('me', 'them'),
    purpose: fc.constantFrom(...factValues.purpose),
    account: fc.constantFrom(...factValues.account),
  });
  const some = fc.subarray([...packs.slice(1)]).map((more) => [...packs.slice(0, 1), ...more]);
  const anything = fc.tuple(
    some,
    answers,
    answers,
    fc.constantFrom<Channel>(...factValues.channel),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(...sides), ([those, one, other, channel], side) => {
      const names = questionsFor(those, { channel, side }).flatMap(({ fields }) =>
        fields.map(({ name }) => name),
      );
      const kept = Object.fromEntries(names.map((name) => [name, one[name]]));
      const rest = { ...other, ...kept };
      const start = { channel, side, initiator: 'me' } as const;
      expect(advise(those, factsFrom(rest, start)).reasons).toEqual(
        advise(those, factsFrom(one, start)).reasons,
      );
    }),
    { numRuns: 1000 },
  );
});

test('the questions are the same on both sides, in other words', () => {
  const shape = (side: Side) =>
    bySide[side].map(({ fields }) =>
      fields.map(({ name, kind, choices }) => [name, kind, choices.map(({ value }) => value)]),
    );
  expect(shape('other')).toEqual(shape('professional'));
});

test('whoever gives no answer, or one that is none of ours, has not said "never"', () => {
  const silent: Answers[] = [{}, { ended: null }, { ended: '__proto__' }, { ended: 'toString' }];
  for (const answers of silent) expect(factsFrom(answers, friend).care).toBe('undeclared');
  expect(factsFrom({ tie: 'lover', purpose: 'x', initiator: 'y' }, friend)).toMatchObject({
    tie: 'none',
    purpose: 'social',
    initiator: 'them',
  });
});

test('after care for the mind, one to five years are not yet long ago', () => {
  const after = (about: string[]) => factsFrom({ ended: 'withinFive', about }, friend).care;
  expect(after([])).toBe('endedLongAgo');
  expect(after(['mentalHealth'])).toBe('endedRecently');
});

test('the fan says for each condition what advice says to it, and each grade once', () => {
  for (const side of sides)
    for (const channel of factValues.channel)
      for (const initiator of ['me', 'them'] as const) {
        const fan = fanOf(packs, { side, channel, initiator });
        expect(new Set(fan.map(({ grade }) => grade)).size).toBe(fan.length);
        for (const { grade, leaves } of fan)
          for (const { facts, advice } of leaves) {
            expect(advice).toEqual(advise(packs, facts));
            expect(advice.grade).toBe(grade);
          }
        const conditions = fan.flatMap(({ leaves }) => leaves.map(({ condition }) => condition));
        expect(new Set(conditions).size).toBe(conditions.length);
      }
});

test('a radiographer who is asked reads the whole fan before answering', () => {
  const fan = fanOf(hcpc, friend);
  expect(
    fan.map(({ grade, leaves }) => [grade, leaves.map(({ condition }) => condition)]),
  ).toMatchSnapshot();
});
