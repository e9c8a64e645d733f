import { expect, test } from 'vitest';
import { bar, casesOf, measure, ownSets, underTheBar } from '../../bench/guard/cases.ts';

test.each(Object.entries(ownSets))(
  'the guard sees enough and cries wolf seldom: %s sentences',
  (_, file) => {
    const cases = casesOf(file);
    expect(cases.length).toBeGreaterThan(100);
    expect(underTheBar(measure(cases))).toEqual([]);
  },
);

test('the bar can be missed', () => {
  const cases = casesOf(ownSets['held back']).map((one) => ({ ...one, text: 'Hello.' }));
  expect(underTheBar(measure(cases)).join()).toContain(`< ${bar.recall}`);
});
