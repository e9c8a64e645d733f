import { expect, test } from 'vitest';
import { mannWhitney } from '../../bench/mann-whitney.ts';

/** Source: https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.mannwhitneyu.html */
test('two samples are compared as elsewhere', () => {
  const males = [19, 22, 16, 29, 24];
  const females = [20, 11, 17, 12];
  const { u, p } = mannWhitney(males, females);
  expect(u).toBe(17);
  expect(p).toBeCloseTo(0.11134688653314041, 6);
  expect(mannWhitney(females, males)).toEqual({ u: 3, p });
});

test('ties count half, and two that are the same are not told apart', () => {
  const same = Array.from({ length: 300 }, (_, n) => n % 7);
  expect(mannWhitney(same, same)).toEqual({ u: 45_000, p: expect.closeTo(1, 6) });
  expect(mannWhitney([1, 1, 1], [1, 1, 1]).p).toBe(1);
  const later = same.map((value) => value + 1);
  expect(mannWhitney(same, later).p).toBeLessThan(0.001);
});
