import { sql, type SQL } from 'drizzle-orm';
import { clockOf, spansOf } from './chat-clock.server.ts';
import {
  linesAPage,
  type ChatChange,
  type ChatHead,
  type ChatLine,
  type ChatPlace,
  type ChatQuestion,
  type ChatView,
  type ChatViewer,
} from './chat-view.ts';
import { mayHost, type Duty } from './duties.server.ts';
import { planOf, type LiveHour } from './hours.server.ts';
import type { MonthState } from './month-state.ts';
import { keptOutOfStudy } from './study.server.ts';
import { takenIn } from './inner/taken-in.server.ts';
import { consents } from '#domain/people/consents.server.ts';
import { isId } from '#domain/people/id.ts';
import { post } from '#domain/posts/schema.server.ts';
import { meantFor } from '#domain/posts/visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A reader further behind than this begins anew. */
const mostChanges = 300;

/** The chat of a club's month by its address; absent while the month is a draft. */
export async function findChatId(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<string | undefined> {
  const { rows } = await ctx.pool.query<{ id: string }>({
    name: 'chat-id',
    text: `select m.id::text from month m join club c on c.id = m.club_id
      where c.slug = $1 and m.date = $2 and m.state <> 'draft'`,
    values: [slug, date],
  });
  return rows[0]?.id;
}

/**
 * A chat as everybody may see it: its newest 200 lines, or the 200 before the line `before`. Absent
 * for a draft as for a month that is not there.
 */
export async function chatOf(
  ctx: Ctx,
  monthId: string,
  { before }: { before?: number | undefined } = {},
): Promise<ChatView | undefined> {
  const top = await readTop(ctx, monthId);
  if (!top) return undefined;
  const end =
    before && Number.isSafeInteger(before) && before > 0 && before < 2 ** 31 ? before : undefined;
  const lines = await readLines(ctx, monthId, end ? sql`a.number < ${end}` : sql`true`, linesAPage);
  return { ...top, lines, older: (lines[0]?.number ?? 1) > 1 };
}

/**
 * What changed since a revision, for one who has everything up to it. One who is too far behind, or
 * comes with a revision that never was (an older backup was restored), gets the whole newest window.
 */
export async function changesSince(
  ctx: Pick<Ctx, 'db' | 'pool' | 'clock'>,
  monthId: string,
  revision: number | undefined,
): Promise<ChatChange | undefined> {
  const top = await readTop(ctx, monthId);
  if (!top) return undefined;
  const { head, questions } = top;
  if (revision === head.revision) return { head, questions, lines: [] };
  if (revision !== undefined && revision < head.revision) {
    const lines = await readLines(ctx, monthId, sql`a.revision > ${revision}`, mostChanges + 1);
    if (lines.length <= mostChanges) return { head, questions, lines };
  }
  return {
    head,
    questions,
    lines: await readLines(ctx, monthId, sql`true`, linesAPage),
    whole: true,
  };
}

/** What the person who asks needs to know of themselves. */
export async function chatViewerOf(ctx: Ctx, monthId: string): Promise<ChatViewer> {
  if (!ctx.viewer) return { here: false, optedOut: false, mayBeStudied: false, hosts: false };
  const { personId } = ctx.viewer;
  const own = sql`${personId}::bigint`;
  const { rows } = await ctx.db.execute<ViewerRow & Record<string, unknown>>(sql`
    select exists (select from presence where month_id = ${monthId} and person_id = ${own}) as here,
      ${keptOutOfStudy(monthId, own)} as "optedOut", ${consents('research', own)} as "mayBeStudied",
      array(select d.duty from club_duty d join month m on m.club_id = d.club_id
        where m.id = ${monthId} and d.person_id = ${own}) as duties`);
  const found = rows[0];
  return {
    here: found?.here ?? false,
    optedOut: found?.optedOut ?? false,
    mayBeStudied: found?.mayBeStudied ?? false,
    hosts: mayHost(ctx.viewer, found?.duties ?? []),
  };
}

interface ViewerRow {
  here: boolean;
  optedOut: boolean;
  mayBeStudied: boolean;
  duties: Duty[];
}

interface TopRow {
  place: ChatPlace;
  revision: string;
  state: MonthState;
  opensDays: number;
  tailDays: number;
  slowSeconds: number;
  studyNotice: string;
  lastNumber: number;
  people: number;
  wentLive: Date | null;
  hours: LiveHour[];
  questions: ChatQuestion[];
}

/** One statement. Questions are shown from the day on which the month opens. */
const topQuery = `
select json_build_object('monthId', m.id::text, 'date', m.date, 'theme', m.theme,
    'club', json_build_object('slug', c.slug, 'name', c.name, 'hashtag', c.hashtag)) as place,
  m.revision, m.state, m.opens_days as "opensDays", m.tail_days as "tailDays",
  m.slow_seconds as "slowSeconds", m.study_notice as "studyNotice", m.last_number as "lastNumber",
  (select count(*)::int from presence where month_id = m.id) as people,
  (select max(v.at) from month_move v where v.month_id = m.id and v.to_state = 'live') as "wentLive",
  coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
    'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours,
  coalesce((select json_agg(json_build_object('id', q.id::text, 'kind', q.kind, 'number', q.number,
    'position', q.position, 'text', q.text, 'minute', q.minute, 'asked', q.released,
    'state', case when q.skipped is not null then 'skipped' when q.released is not null then 'asked'
      when q.held is not null then 'held' else 'waiting' end) order by q.position, q.id)
    from question q where q.month_id = m.id and m.state <> 'announced'), '[]') as questions
from month m join club c on c.id = m.club_id where m.id = $1 and m.state <> 'draft'`;

async function readTop(
  { pool, clock }: Pick<Ctx, 'pool' | 'clock'>,
  monthId: string,
): Promise<Pick<ChatView, 'place' | 'head' | 'questions'> | undefined> {
  if (!isId(monthId)) return undefined;
  const { rows } = await pool.query<TopRow>({
    name: 'chat-top',
    text: topQuery,
    values: [monthId],
  });
  const [row] = rows;
  return (
    row && { place: row.place, head: headOf(row, clock.now().getTime()), questions: row.questions }
  );
}

function headOf(row: TopRow, now: number): ChatHead {
  const clock = clockOf(row, now);
  const { tailEnds } = planOf(row);
  return {
    revision: Number(row.revision),
    state: row.state,
    hours: spansOf(row.hours).map(({ starts, ends }) => ({ starts: iso(starts), ends: iso(ends) })),
    clock: clock === undefined ? null : iso(clock),
    tailEnds: Number.isFinite(tailEnds) ? iso(tailEnds) : null,
    slowSeconds: row.slowSeconds,
    studyNotice: row.studyNotice,
    people: row.people,
    lastNumber: row.lastNumber,
  };
}

const iso = (at: number) => new Date(at).toISOString();

/**
 * The last `most` lines that fit, by number. What is hidden leaves neither words nor name; once the chat
 * is archived, neither do the lines of those who do not want to stand in transcripts.
 */
async function readLines(
  { db }: Pick<Ctx, 'db'>,
  monthId: string,
  which: SQL,
  most: number,
): Promise<ChatLine[]> {
  const { rows } = await db.execute<ChatLine & Record<string, unknown>>(sql`
    select a.id::text, a.number, a.question_id::text as "questionId",
      (select b.number from answer b where b.id = a.parent_id) as "parentNumber",
      case when said.shown then json_build_object('handle', w.handle, 'name', w.name, 'avatar', w.avatar) end as author,
      case when said.shown then ${post.html} end as html,
      case when ${post.id} is null then 'removed' when h.answer_id is not null then 'hidden' end as gone,
      case when ${post.id} is not null then h.reason end as reason,
      to_json(a.published) as published, to_json(case when said.shown then ${post.updated} end) as edited,
      a.late is not null as late
    from answer a join month m on m.id = a.month_id
    left join ${post} on ${post.id} = a.post_id and ${meantFor(null)} and ${takenIn(sql`a.post_id`)}
      and (m.state <> 'archived' or ${consents('transcript', sql`${post.authorId}`)})
    left join answer_hiding h on h.answer_id = a.id
    left join lateral (select ${post.id} is not null and h.answer_id is null as shown) said on true
    left join person w on w.id = ${post.authorId}
    where a.month_id = ${monthId} and ${which} order by a.number desc limit ${most}`);
  return rows.reverse();
}
