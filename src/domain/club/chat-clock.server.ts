import { startOf, type LiveHour } from './hours.server.ts';
import type { MonthState } from './month-state.ts';

/** What decides which minute it is. `wentLive`: when the month was last moved to live. */
export interface ChatTimes {
  state: MonthState;
  hours: LiveHour[];
  wentLive: Date | string | null;
}

/** A live hour in milliseconds; it has ended at `ends`. */
export interface Span {
  starts: number;
  ends: number;
}

/** The live hours of a chat, under today's zone data. */
export function spansOf(hours: readonly LiveHour[]): Span[] {
  return hours.map((hour) => {
    const starts = startOf(hour).epochMilliseconds;
    return { starts, ends: starts + hour.minutes * 60_000 };
  });
}

/**
 * The instant of minute 0: the start of the hour under way; when a hand made the chat live outside
 * of its hours, that moment; else the start of the next hour, else of the last.
 */
export function clockOf({ state, hours, wentLive }: ChatTimes, now: number): number | undefined {
  const spans = spansOf(hours);
  const current = spans.find(({ starts, ends }) => starts <= now && now < ends);
  if (current) return current.starts;
  if (state === 'live' && wentLive) return new Date(wentLive).getTime();
  return (spans.find(({ starts }) => starts > now) ?? spans.at(-1))?.starts;
}
