import type { MonthPlan, MonthState } from './month-state.ts';
import { instantOf, type Choice } from './times.server.ts';

/** A live hour as it is kept. `date` is `2018-01-18`, `time` is `20:00`. */
export interface LiveHour {
  number: number;
  date: string;
  time: string;
  zone: string;
  minutes: number;
  choice: Choice | null;
}

/** What decides when a month changes. */
export interface MonthTimes {
  state: MonthState;
  opensDays: number;
  tailDays: number;
  hours: LiveHour[];
}

/**
 * When a live hour starts under today's zone data. Governments may move their clocks after a month was
 * announced: a time that has become doubled is its first, one that is now skipped is leapt over, as
 * calendars do (RFC 5545, 3.3.5). Throws on a zone or time that is never stored.
 */
export function startOf(hour: LiveHour): Temporal.Instant {
  const found = instantOf(hour, hour.choice ?? undefined);
  if (!('refused' in found)) return found;
  if ('earlier' in found) return found.refused === 'ambiguous' ? found.earlier : found.later;
  throw new Error(`A live hour has no time: ${found.refused}`);
}

/** When a month changes by itself. Days before and after are days of the wall, not 24 hours. */
export function planOf({ state, opensDays, tailDays, hours }: MonthTimes): MonthPlan {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return { opens: Infinity, hours: [], tailEnds: Infinity };
  const lastEnds = startOf(last).add({ minutes: last.minutes });
  return {
    ...(state === 'draft' ? {} : { announced: 0 }),
    opens: startOf(first).toZonedDateTimeISO(first.zone).subtract({ days: opensDays })
      .epochMilliseconds,
    hours: hours.map((hour) => {
      const starts = startOf(hour).epochMilliseconds;
      return { starts, ends: starts + hour.minutes * 60_000 };
    }),
    tailEnds: lastEnds.toZonedDateTimeISO(last.zone).add({ days: tailDays }).epochMilliseconds,
  };
}

/** The last moment not after `now` at which the plan has a change; what a hand does later stays. */
export function lastMoment(plan: MonthPlan, now: number): number {
  const moments = [
    plan.opens,
    plan.tailEnds,
    ...plan.hours.flatMap(({ starts, ends }) => [starts, ends]),
  ];
  return Math.max(-Infinity, ...moments.filter((moment) => moment <= now));
}
