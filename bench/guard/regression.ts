/** A sentence as its cues, and what people said of it. `share` is how much it counts. */
export interface Weighed {
  cues: readonly string[];
  caution: boolean;
  share?: number;
}

/** How much each cue speaks for caution. */
export interface Model {
  bias: number;
  weights: ReadonlyMap<string, number>;
}

/** What a model says of cues: above nought is caution. */
export function scoreOf({ bias, weights }: Model, cues: readonly string[]): number {
  return cues.reduce((sum, cue) => sum + (weights.get(cue) ?? 0), bias);
}

/**
 * Logistic regression with a price on every weight (L1), so that a cue which tells little weighs nothing; by
 * accelerated proximal gradient steps (FISTA, Beck and Teboulle 2009). Cues in fewer than three sentences are left out.
 */
export function fit(rows: readonly Weighed[], price = 0.001, steps = 400): Model {
  const names = common(rows);
  const numbers = new Map(names.map((name, at) => [name, at]));
  const sparse = rows.map(({ cues, caution, share = 1 }) => ({
    at: cues.flatMap((cue) => numbers.get(cue) ?? []),
    wanted: caution ? 1 : 0,
    share,
  }));
  const total = sparse.reduce((sum, { share }) => sum + share, 0);
  const step = 12 / Math.max(...sparse.map(({ at }) => at.length + 1));
  let now = new Float64Array(names.length + 1);
  let ahead = now.slice();
  let speed = 1;
  for (let n = 0; n < steps; n++) {
    const slope = slopeOf(sparse, ahead);
    const next = ahead.map((weight, at) => {
      const moved = weight - (step * (slope[at] ?? 0)) / total;
      return at === names.length ? moved : shrunk(moved, step * price);
    });
    const faster = (1 + Math.sqrt(1 + 4 * speed * speed)) / 2;
    const carry = (speed - 1) / faster;
    ahead = next.map((weight, at) => weight + carry * (weight - (now[at] ?? 0)));
    now = next;
    speed = faster;
  }
  const weights = names.map((name, at): [string, number] => [name, now[at] ?? 0]);
  return {
    bias: now[names.length] ?? 0,
    weights: new Map(weights.filter(([, weight]) => weight !== 0)),
  };
}

function common(rows: readonly Weighed[]): string[] {
  const times = new Map<string, number>();
  for (const { cues } of rows) for (const cue of cues) times.set(cue, (times.get(cue) ?? 0) + 1);
  return [...times].filter(([, count]) => count >= 3).map(([cue]) => cue);
}

interface Sparse {
  at: readonly number[];
  wanted: number;
  share: number;
}

function slopeOf(rows: readonly Sparse[], weights: Float64Array): Float64Array {
  const slope = new Float64Array(weights.length);
  const last = weights.length - 1;
  for (const { at, wanted, share } of rows) {
    let sum = weights[last] ?? 0;
    for (const cue of at) sum += weights[cue] ?? 0;
    const off = (1 / (1 + Math.exp(-sum)) - wanted) * share;
    for (const cue of at) slope[cue] = (slope[cue] ?? 0) + off;
    slope[last] = (slope[last] ?? 0) + off;
  }
  return slope;
}

function shrunk(weight: number, by: number): number {
  return Math.sign(weight) * Math.max(0, Math.abs(weight) - by);
}
