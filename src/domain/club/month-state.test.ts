import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mayMove,
  monthStates,
  nextChange,
  stateAt,
  type MonthPlan,
  type MonthState,
} from './month-state.ts';

const hour = 3_600_000;
const plan: MonthPlan = {
  announced: 0,
  opens: 10 * hour,
  hours: [
    { starts: 20 * hour, ends: 21 * hour },
    { starts: 30 * hour, ends: 31 * hour },
  ],
  tailEnds: 50 * hour,
};

/** Plans as people make them: announced at any time, then opening, one or two hours, a tail. */
const aPlan = fc
  .record({
    announced: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
    steps: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 6, maxLength: 6 }),
    second: fc.boolean(),
  })
  .map(({ announced, steps, second }): MonthPlan => {
    let clock = 0;
    const [opens, starts, ends, starts2, ends2, tailEnds] = steps.map(
      (step) => (clock += step),
    ) as [number, number, number, number, number, number];
    const hours = [{ starts, ends }, ...(second ? [{ starts: starts2, ends: ends2 }] : [])];
    return { ...(announced === undefined ? {} : { announced }), opens, hours, tailEnds };
  });
/** Plans as nobody should make them: anything in any order. */
const anyPlan = fc
  .record({
    announced: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    opens: fc.integer({ min: 0, max: 60 }),
    hours: fc.array(
      fc.record({ starts: fc.integer({ min: 0, max: 60 }), ends: fc.integer({ min: 0, max: 60 }) }),
      { maxLength: 3 },
    ),
    tailEnds: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ announced, ...rest }): MonthPlan => ({
    ...(announced === undefined ? {} : { announced }),
    ...rest,
  }));

function walk(of: MonthPlan): MonthState[] {
  return Array.from({ length: 130 }, (_, now) => stateAt(of, now));
}

describe('a month by the clock', () => {
  test.each([
    [-1, 'draft'],
    [0, 'announced'],
    [10 * hour, 'open'],
    [20 * hour, 'live'],
    [21 * hour, 'wrapUp'],
    [30 * hour, 'live'],
    [31 * hour, 'wrapUp'],
    [50 * hour, 'archived'],
  ] as const)('at %i it is %s', (now, state) => {
    expect(stateAt(plan, now)).toBe(state);
  });

  test('a draft stays a draft, however late it gets', () => {
    fc.assert(
      fc.property(
        fc.oneof(aPlan, anyPlan),
        fc.integer({ max: 1e15 }),
        ({ announced, ...rest }, now) => {
          void announced;
          return stateAt(rest, now) === 'draft' && nextChange(rest, now) === undefined;
        },
      ),
    );
  });

  test('a month never goes back, but for its second hour', () => {
    fc.assert(
      fc.property(aPlan, (made) => {
        const states = walk(made);
        const ranks = states.map((state) => monthStates.indexOf(state));
        const back = states.filter((_, at) => at > 0 && Number(ranks[at]) < Number(ranks[at - 1]));
        expect(back.every((state) => state === 'live')).toBe(true);
        expect(back.length).toBeLessThan(made.hours.length);
      }),
    );
  });

  test('the next change is the first instant at which the state is another one', () => {
    fc.assert(
      fc.property(fc.oneof(aPlan, anyPlan), fc.integer({ min: 0, max: 100 }), (made, now) => {
        const states = walk(made);
        const at = states.findIndex((state, index) => index > now && state !== states[now]);
        expect(nextChange(made, now)).toEqual(at < 0 ? undefined : { at, state: states[at] });
      }),
      { numRuns: 500 },
    );
  });

  test('every announced month ends in the archive', () => {
    fc.assert(
      fc.property(fc.oneof(aPlan, anyPlan), (made) => {
        const announced = { ...made, announced: made.announced ?? 0 };
        return stateAt(announced, 1e6) === 'archived' && nextChange(announced, 1e6) === undefined;
      }),
    );
  });
});

describe('a month moved by hand', () => {
  test('goes one step on or one step back, and nowhere else', () => {
    for (const [here, from] of monthStates.entries())
      for (const [there, to] of monthStates.entries()) {
        const backToDraft = to === 'draft' && from !== 'announced';
        expect(mayMove(from, to)).toBe(Math.abs(here - there) === 1 && !backToDraft);
      }
  });
});
