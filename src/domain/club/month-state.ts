/** The life of a month, in order. Only a second live hour ever goes back, from wrap-up to live. */
export const monthStates = ['draft', 'announced', 'open', 'live', 'wrapUp', 'archived'] as const;
export type MonthState = (typeof monthStates)[number];

/** All times in milliseconds since 1970. Hours are half open: an hour has ended at `ends`. */
export type MonthPlan = {
  /** When the curator announces it. Without it the month is a draft, however late it gets. */
  announced?: number;
  /** The guest post and its comments open. */
  opens: number;
  /** One or two live hours. */
  hours: readonly { starts: number; ends: number }[];
  /** The last moment of late answers. */
  tailEnds: number;
};

/** The state that a month should have at an instant, when nobody has moved it by hand. */
export function stateAt(plan: MonthPlan, now: number): MonthState {
  if (plan.announced === undefined || now < plan.announced) return 'draft';
  if (plan.hours.some(({ starts, ends }) => starts <= now && now < ends)) return 'live';
  if (now >= endOf(plan)) return 'archived';
  if (plan.hours.some(({ starts, ends }) => ends <= now && starts < ends)) return 'wrapUp';
  return now >= plan.opens ? 'open' : 'announced';
}

/** Late answers never end before the last hour does, whatever was typed. */
function endOf({ tailEnds, hours }: MonthPlan): number {
  return Math.max(tailEnds, ...hours.map(({ ends }) => ends));
}

/** When the month next changes by itself, and to what; nothing for a draft and for the archive. */
export function nextChange(
  plan: MonthPlan,
  now: number,
): { at: number; state: MonthState } | undefined {
  if (plan.announced === undefined) return undefined;
  const current = stateAt(plan, now);
  const at = [plan.announced, plan.opens, endOf(plan)]
    .concat(plan.hours.flatMap(({ starts, ends }) => [starts, ends]))
    .filter((moment) => moment > now && stateAt(plan, moment) !== current)
    .sort((a, b) => a - b)[0];
  return at === undefined ? undefined : { at, state: stateAt(plan, at) };
}

/** One step on, or one step back to repair a slip; nothing that people have answered is a draft again. */
const moves = {
  draft: ['announced'],
  announced: ['draft', 'open'],
  open: ['announced', 'live'],
  live: ['open', 'wrapUp'],
  wrapUp: ['live', 'archived'],
  archived: ['wrapUp'],
} satisfies Record<MonthState, readonly MonthState[]>;

/** Whether a curator may move a month by hand from one state to another. */
export function mayMove(from: MonthState, to: MonthState): boolean {
  return (moves[from] as readonly MonthState[]).includes(to);
}
