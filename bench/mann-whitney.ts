/** What the test of Mann and Whitney says of two samples. `p` is two-sided. */
export interface Compared {
  u: number;
  p: number;
}

/**
 * Whether the values of one sample tend to be larger than those of another, by their ranks alone. `p` is how often
 * chance alone would part them as far: the normal approximation, with the corrections for ties and continuity,
 * which is good from about twenty values on.
 * Source: https://en.wikipedia.org/wiki/Mann%E2%80%93Whitney_U_test#Normal_approximation_and_tie_correction
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): Compared {
  const all = [...one, ...other].toSorted((a, b) => a - b);
  const [n, m, size] = [one.length, other.length, all.length];
  const sum = one.reduce((total, value) => total + rankIn(all, value), 0);
  const u = sum - (n * (n + 1)) / 2;
  const ties = [...tieSizes(all)].reduce((total, t) => total + t ** 3 - t, 0);
  const deviation = Math.sqrt(((n * m) / 12) * (size + 1 - ties / (size * (size - 1))));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / deviation;
  return { u, p: deviation === 0 ? 1 : twoTails(z) };
}

/** The middle of the ranks that equal values share, counted from 1. */
function rankIn(sorted: readonly number[], value: number): number {
  return (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1;
}

function tieSizes(sorted: readonly number[]): Iterable<number> {
  const sizes = new Map<number, number>();
  for (const value of sorted) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return sizes.values();
}

/**
 * The share of a normal distribution further out than `z` on either side, exact to seven digits.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17
 */
function twoTails(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = series.reduceRight((total, factor) => (total + factor) * t, 0);
  return (2 * Math.exp((-z * z) / 2) * sum) / Math.sqrt(2 * Math.PI);
}
