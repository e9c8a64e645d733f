import { eq, sql } from 'drizzle-orm';
import { announceMonth, takeBackMonth } from './club-posts.server.ts';
import { dutiesOf, mayCurate, mayHost } from './duties.server.ts';
import { lastMoment, planOf, type LiveHour, type MonthTimes } from './hours.server.ts';
import { mayMove, nextChange, stateAt, type MonthState } from './month-state.ts';
import { month, monthHour, monthMove } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Further ahead than this, the job of the next minute will see it. */
const soonMs = 90_000;

/**
 * The job that moves months at their times: every minute, and once more at the second of the next
 * change. Any number of processes may run it side by side and any number of times.
 */
export async function moveMonthsDue(services: Services, _data: object): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const now = ctx.clock.now().getTime();
  const months = await listRunning(ctx);
  for (const running of months) {
    if (isDue(running, now))
      await inTransaction(ctx, (tx) => settleMonth(tx, running.id, running.state));
  }
  const next = months.map((running) => nextChange(planOf(running), now)?.at ?? Infinity);
  await wakeAt(ctx, Math.min(...next));
}

interface Running extends MonthTimes {
  id: string;
  clubId: string;
  /** When it was last moved, in milliseconds. */
  moved: number;
}

/** Months between announcement and archive: a handful, however long the archive is. */
async function listRunning(ctx: Ctx): Promise<Running[]> {
  const { rows } = await ctx.pool.query<Running>({
    name: 'months-running',
    text: `select m.id::text, m.club_id::text as "clubId", m.state, m.opens_days as "opensDays", m.tail_days as "tailDays",
        coalesce((select extract(epoch from max(v.at)) * 1000 from month_move v where v.month_id = m.id), 0)::float8 as moved,
        coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
          'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours
      from month m where m.state in ('announced', 'open', 'live', 'wrapUp') order by m.date`,
  });
  return rows;
}

/** Due when the plan had a change since the last move: what a hand moved stays until then. */
function isDue(running: Running, now: number): boolean {
  const plan = planOf(running);
  return stateAt(plan, now) !== running.state && lastMoment(plan, now) > running.moved;
}

/** Asks for the job at a moment that is near; one that is far is left to the minute's job. */
async function wakeAt(ctx: Ctx, at: number): Promise<void> {
  const wait = at - ctx.clock.now().getTime();
  if (wait > soonMs) return;
  await ctx.jobs.send(
    ctx.db,
    'months-due',
    {},
    { startAfter: new Date(at), once: `months-due ${at}` },
  );
}

/**
 * Gives a month the state that the clock says, whatever it had; a draft stays one. Waits for an
 * answer or another process that holds the month; one that has left the state that was `seen` before
 * is left alone. Returns the state it has afterwards.
 */
export async function settleMonth(
  tx: Tx,
  monthId: string,
  seen?: MonthState,
): Promise<MonthState | undefined> {
  const [found] = await tx.db.select().from(month).where(eq(month.id, monthId)).for('update');
  if (!found || (seen && seen !== found.state)) return found?.state;
  const hours: LiveHour[] = await tx.db
    .select()
    .from(monthHour)
    .where(eq(monthHour.monthId, monthId))
    .orderBy(monthHour.number);
  const to = stateAt(planOf({ ...found, hours }), tx.clock.now().getTime());
  if (to === found.state || found.state === 'draft') return found.state;
  await recordMove(tx, { id: monthId, clubId: found.clubId, from: found.state, to, by: null });
  return to;
}

async function recordMove(
  tx: Tx,
  move: { id: string; clubId: string; from: MonthState; to: MonthState; by: string | null },
): Promise<void> {
  const at = tx.clock.now();
  await tx.db
    .update(month)
    .set({ state: move.to, updated: at, revision: sql`${month.revision} + 1` })
    .where(eq(month.id, move.id));
  await tx.db
    .insert(monthMove)
    .values({ monthId: move.id, fromState: move.from, toState: move.to, movedBy: move.by, at });
  const { from, to } = move;
  await announce(tx, 'monthChanged', { monthId: move.id, from, to });
  for (const wake of wakesOf(move.id, move.clubId)) tx.wake(wake);
  if (saysAloud.has(to)) await announceMonth(tx, move.id);
  if (to === 'archived')
    await tx.jobs.send(tx.db, 'tell-digest', { monthId: move.id, begins: true });
  if (to === 'draft') await takeBackMonth(tx, { clubId: move.clubId, monthId: move.id });
}

/** States in which a club has told of its month. What was is not told of when the place first hears of it. */
const saysAloud: ReadonlySet<MonthState> = new Set(['announced', 'open', 'live']);

/** Everything that shows a month: its own pages, its club's, and the list of what is on. */
export function wakesOf(monthId: string, clubId: string): { kind: string; id: string }[] {
  return [
    { kind: 'month', id: monthId },
    { kind: 'chat', id: monthId },
    { kind: 'club', id: clubId },
    { kind: 'club', id: 'all' },
  ];
}

/** States between which a host may move the month while the chat is held. */
const hostStates: ReadonlySet<MonthState> = new Set(['open', 'live', 'wrapUp']);

/**
 * Moves a month by hand, a step on or a step back; who and when is kept. Curators may make any step,
 * hosts those around the live hour. Announcing hands the month to the clock, which may open it at once.
 * Refuses `gone` to everybody else, and `step` for a step that there is not.
 */
export async function moveMonth(
  ctx: Ctx,
  monthId: string,
  to: MonthState,
): Promise<{ state: MonthState } | { refused: 'gone' | 'step' }> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db.select().from(month).where(eq(month.id, monthId)).for('update');
    if (!found || !(await mayMoveBy(tx, found.clubId, found.state, to))) return { refused: 'gone' };
    if (!mayMove(found.state, to)) return { refused: 'step' };
    const by = ctx.viewer?.personId ?? null;
    await recordMove(tx, { id: monthId, clubId: found.clubId, from: found.state, to, by });
    await tx.jobs.send(tx.db, 'months-due', {});
    if (found.state !== 'draft') return { state: to };
    return { state: (await settleMonth(tx, monthId)) ?? to };
  });
}

async function mayMoveBy(
  ctx: Ctx,
  clubId: string,
  from: MonthState,
  to: MonthState,
): Promise<boolean> {
  const held = await dutiesOf(ctx, clubId);
  return (
    mayCurate(ctx.viewer, held) ||
    (mayHost(ctx.viewer, held) && hostStates.has(from) && hostStates.has(to))
  );
}

/** Who moved a month from where to where; `by` is absent when the clock did. */
export interface MonthMove {
  from: MonthState;
  to: MonthState;
  by: string | null;
  at: Date;
}

/** The last twenty moves of a month, the latest first. Only for whoever curates; others find none. */
export async function listMoves(ctx: Ctx, clubId: string, monthId: string): Promise<MonthMove[]> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return [];
  const { rows } = await ctx.pool.query<MonthMove>({
    name: 'month-moves',
    text: `select v.from_state as "from", v.to_state as "to", p.name as by, v.at from month_move v
      join month m on m.id = v.month_id left join person p on p.id = v.moved_by
      where v.month_id = $1 and m.club_id = $2 order by v.id desc limit 20`,
    values: [monthId, clubId],
  });
  return rows;
}
