import type { MonthState } from './month-state.ts';

/** Nothing about people is said more finely than in tens. Source: https://resdac.org/node/1506 */
export const grain = 10;

/** A number as it may be shown; `null` is "not shown", which zero is too where people are counted. */
export type Shown = number | null;

/** What figures are made of. People who do not want to be studied are not in it. */
export interface Facts {
  state: MonthState;
  /** The live hours in milliseconds since 1970, half open. */
  hours: readonly { starts: number; ends: number }[];
  /** Whether somebody may have been left out: then exact numbers beside the transcript would tell who. */
  careful: boolean;
  /** `to` is who was answered; `day` is the day on the club's wall, such as `2018-01-18`. */
  posts: readonly { by: string; at: number; day: string; late: boolean; to: string | null }[];
  /** Everybody who wrote or said "I'm here"; `before`: was in an earlier chat of the club. */
  people: readonly { id: string; before: boolean; roles: readonly string[] }[];
}

/** One bar of a plot and one line of its table. */
export interface Bar {
  label: string;
  count: Shown;
}

/** Posts of a live hour in steps of five minutes, or of the days around it. */
export interface BarGroup {
  title: string;
  bars: Bar[];
}

/** All that may be shown of a chat; every number went through the small-number rule. */
export interface Figures {
  postsOverTime: BarGroup[];
  /** All posts; not shown when somebody may have been left out. */
  posts: Shown;
  people: Shown;
  firstTimers: Shown;
  returning: Shown;
  /** Replies in the live hours between people whose roles differ. */
  acrossRoles: Shown;
}

/** Makes the figures of a chat. From everything it shows, no group of 1 to 9 people can be worked out. */
export function figuresOf(facts: Facts): Figures {
  const before = facts.people.filter(({ before }) => before).length;
  const first = facts.people.length - before;
  // One half alone would tell the other: people less those who came back.
  const halves = first >= grain && before >= grain;
  return {
    postsOverTime: overTime(facts),
    posts: facts.careful ? null : facts.posts.length,
    people: inTens(facts.people.length),
    firstTimers: halves ? inTens(first) : null,
    returning: halves ? inTens(before) : null,
    acrossRoles: acrossRoles(facts),
  };
}

/** Rounds down to tens; fewer than ten, zero included, is not shown. */
export function inTens(count: number): Shown {
  return count < grain ? null : Math.floor(count / grain) * grain;
}

/** A number of things, and of the different people behind them. */
export interface Cell {
  count: number;
  people: number;
}

/**
 * A number that has to do with roles. It is shown, in tens, only when itself, what is left of the whole
 * without it, and the people behind either are ten or more: so neither it nor the rest can be worked
 * out when small, and nobody learns which of the four was.
 */
export function suppress(part: Cell, rest: Cell): Shown {
  const all = [part.count, part.people, rest.count, rest.people];
  return all.every((number) => number >= grain) ? inTens(part.count) : null;
}

const minute = 60_000;
const step = 5;

function overTime({ hours, posts, careful }: Facts): BarGroup[] {
  const shown = (count: number): Shown => (careful ? inTens(count) : count);
  const live = hours.map(({ starts, ends }, place) => ({
    title: hours.length > 1 ? `Live hour ${place + 1}` : 'In the live hour',
    bars: Array.from({ length: Math.ceil((ends - starts) / (step * minute)) }, (_, at) => {
      const from = starts + at * step * minute;
      const until = Math.min(from + step * minute, ends);
      const count = posts.filter((post) => post.at >= from && post.at < until).length;
      return { label: `minute ${at * step} to ${(until - starts) / minute}`, count: shown(count) };
    }),
  }));
  const days = new Map<string, number>();
  for (const { at, day } of posts) {
    if (hours.some(({ starts, ends }) => at >= starts && at < ends)) continue;
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const bars = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 60);
  const around = bars.map(([label, count]) => ({ label, count: shown(count) }));
  return around.length > 0
    ? [...live, { title: 'On other days, and around the hour', bars: around }]
    : live;
}

/** Late replies do not count: what one of them changes could be seen from one day to the next. */
function acrossRoles({ state, posts, people }: Facts): Shown {
  if (state !== 'wrapUp' && state !== 'archived') return null;
  const roles = new Map(people.map(({ id, roles }) => [id, roles]));
  const across = { count: 0, people: new Set<string>() };
  const rest = { count: 0, people: new Set<string>() };
  for (const { by, to, late } of posts) {
    if (to === null || to === by || late) continue;
    const cell = differ(roles.get(by), roles.get(to)) ? across : rest;
    cell.count += 1;
    cell.people.add(by).add(to);
  }
  const sized = ({ count, people }: typeof across): Cell => ({ count, people: people.size });
  return suppress(sized(across), sized(rest));
}

/** Both said a role, and have none in common. */
function differ(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length > 0 && other.length > 0 && !one.some((role) => other.includes(role));
}
