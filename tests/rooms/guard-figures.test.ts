import { expect, test } from 'vitest';
import { bar, casesOf, measure, ownSets, underTheBar } from '../../bench/guard/cases.ts';

test.each(['tuning', 'held back', 'other voices'] as const)(
  'the guard sees enough and cries wolf seldom: %s sentences',
  (name) => {
    const cases = casesOf(ownSets[name]);
    expect(cases.length).toBeGreaterThan(100);
    expect(underTheBar(measure(cases))).toEqual([]);
  },
);

test('of words by strangers it sees more than half, and leaves nine in ten harmless ones alone', () => {
  const { recall, falseAlarms, ownStories } = measure(casesOf(ownSets.strangers));
  expect(recall).toBeGreaterThan(0.6);
  expect(falseAlarms).toBeLessThan(0.1);
  expect(ownStories).toBe(0);
});

test('the bar can be missed', () => {
  const cases = casesOf(ownSets['held back']).map((one) => ({ ...one, text: 'Hello.' }));
  expect(underTheBar(measure(cases)).join()).toContain(`< ${bar.recall}`);
});
