import { and, eq } from 'drizzle-orm';
import { wakesOf } from './clockwork.server.ts';
import { dutiesOf, mayCurate } from './duties.server.ts';
import type { LiveHour } from './hours.server.ts';
import type { AskInput } from './month-rules.ts';
import { findForCurator } from './months.server.ts';
import type { MonthState } from './month-state.ts';
import { month, monthAsk } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** What a month still needs before people come. */
export type Missing = 'paper' | 'plainSummary' | 'guestPost' | 'questions' | 'host';

/** Somebody who was asked for something; `due` is a day, `done` when it came. */
export interface MonthAsk {
  id: string;
  what: Missing;
  whom: string;
  due: string | null;
  done: string | null;
}

/** A month on the board. */
export interface BoardMonth {
  id: string;
  date: string;
  theme: string;
  state: MonthState;
  hours: LiveHour[];
  missing: Missing[];
  asks: MonthAsk[];
  lastMove: { by: string | null; to: MonthState; at: string } | null;
}

interface BoardRow extends Omit<BoardMonth, 'missing'> {
  paper: boolean;
  plainSummary: boolean;
  guestPost: boolean;
  questions: boolean;
  host: boolean;
}

/**
 * All months of a club that are not in the archive, the next one first, with what is missing and who is
 * asked. Refuses `gone` to whoever may not curate the club.
 */
export async function listBoard(
  ctx: Ctx,
  clubId: string,
): Promise<BoardMonth[] | { refused: 'gone' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return { refused: 'gone' };
  const { rows } = await ctx.pool.query<BoardRow>({
    name: 'board',
    text: `select m.id::text, m.date::text, m.theme, m.state,
      coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
        'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours,
      exists(select 1 from paper p where p.month_id = m.id and p.position = 0) as paper,
      m.plain_summary <> '' as "plainSummary",
      exists(select 1 from guest_post g where g.month_id = m.id and g.published is not null) as "guestPost",
      exists(select 1 from question q where q.month_id = m.id and q.kind = 'question') as questions,
      exists(select 1 from club_duty d where d.club_id = m.club_id and d.duty in ('host', 'coHost'))
        or exists(select 1 from month_ask a where a.month_id = m.id and a.what = 'host' and a.done is not null) as host,
      coalesce((select json_agg(json_build_object('id', a.id::text, 'what', a.what, 'whom', a.whom, 'due', a.due,
        'done', a.done) order by a.due nulls last, a.id) from month_ask a where a.month_id = m.id), '[]') as asks,
      (select json_build_object('by', p.name, 'to', v.to_state, 'at', v.at) from month_move v
        left join person p on p.id = v.moved_by where v.month_id = m.id order by v.id desc limit 1) as "lastMove"
      from month m where m.club_id = $1 and m.state <> 'archived' order by m.date limit 60`,
    values: [clubId],
  });
  return rows.map(({ paper, plainSummary, guestPost, questions, host, ...row }) => {
    const there = { paper, plainSummary, guestPost, questions, host };
    const needs = Object.keys(there) as Missing[];
    return { ...row, missing: needs.filter((need) => !there[need]) };
  });
}

/** Notes who is asked for what. Refuses `gone` to whoever may not curate the club. */
export async function askSomebody(
  ctx: Ctx,
  monthId: string,
  ask: AskInput,
): Promise<{ asked: true } | { refused: 'gone' }> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  await ctx.db.insert(monthAsk).values({ monthId, ...ask, asked: ctx.clock.now() });
  return { asked: true };
}

/** Notes that what was asked for has come, or takes the asking back. Refuses `gone` like the rest. */
export async function closeAsk(
  ctx: Ctx,
  monthId: string,
  askId: string,
  how: 'done' | 'withdrawn',
): Promise<{ closed: true } | { refused: 'gone' }> {
  if (!(await findForCurator(ctx, monthId))) return { refused: 'gone' };
  const one = and(eq(monthAsk.id, askId), eq(monthAsk.monthId, monthId));
  if (how === 'done') await ctx.db.update(monthAsk).set({ done: ctx.clock.now() }).where(one);
  else await ctx.db.delete(monthAsk).where(one);
  return { closed: true };
}

/** Throws a draft away. Refuses `gone` to whoever may not curate, `announced` once people know of it. */
export async function removeMonth(
  ctx: Ctx,
  monthId: string,
): Promise<{ removed: true } | { refused: 'gone' | 'announced' }> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.db
      .delete(month)
      .where(and(eq(month.id, monthId), eq(month.state, 'draft')))
      .returning({ id: month.id });
    if (gone.length === 0) return { refused: 'announced' };
    for (const wake of wakesOf(monthId, found.clubId)) tx.wake(wake);
    return { removed: true };
  });
}
