import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { dutiesOf, mayHost } from './duties.server.ts';
import { startOf, type LiveHour } from './hours.server.ts';
import { findMonth, type Month } from './months.server.ts';
import { outlineOf, type Outline } from './outline.ts';
import { month } from './schema.server.ts';
import { cityOf } from './times.server.ts';
import { arrange, plainTranscript, type LineRow, type Round } from './transcript.ts';
import { takenIn } from './inner/taken-in.server.ts';
import { consents } from '#domain/people/consents.server.ts';
import { isId } from '#domain/people/id.ts';
import { post } from '#domain/posts/schema.server.ts';
import { meantFor } from '#domain/posts/visible.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { htmlFromPlainText, plainText } from '#platform/text.server.ts';

/** A chat as it is kept for reading: the same for everybody. */
export interface Transcript {
  month: Month;
  /** False before the chat: then there is nothing to read yet. */
  begun: boolean;
  rounds: Round[];
  outline: Outline;
  /** The host's own summary; empty until somebody writes it. */
  summaryHtml: string;
  /** Whose clock the times are: a city, or UTC. */
  clockOf: string;
  /** Pages of 1,000 line numbers: this one, and how many there are. */
  page: number;
  pages: number;
}

const linesAPage = 1000;
const begunStates: ReadonlySet<string> = new Set(['live', 'wrapUp', 'archived']);

/**
 * The transcript of a club's month: lines by question and thread, with what was removed or hidden as a
 * numbered gap. Two statements. Absent for a draft as for a month that is not there, and for a page
 * that there is not.
 */
export async function transcriptOf(
  ctx: Ctx,
  slug: string,
  date: string,
  page = 1,
): Promise<Transcript | undefined> {
  return read(ctx, { slug, date, page, column: 'html' });
}

/** The transcript as plain text, up to ten thousand lines. Absent as above, and before the chat. */
export async function plainTranscriptOf(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<{ month: Month; text: string } | undefined> {
  const found = await read(ctx, { slug, date, page: 1, column: 'text', lines: 10 * linesAPage });
  if (!found?.begun) return undefined;
  const { month, rounds, clockOf } = found;
  const head = [
    `${month.theme}\n${month.club.name}, ${month.date}`,
    `Times are those of ${clockOf}.`,
    ...(month.hostSummary
      ? [`The host's summary\n------------------\n\n${month.hostSummary}`]
      : []),
  ];
  return { month, text: plainTranscript(head, rounds) };
}

/** How much was said in a chat, for everybody to know: in all, and under each question that was asked. Absent as above. */
export async function countedOf(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<{ lines: number; questions: Outline['questions'] } | undefined> {
  const all = { slug, date, page: 1, column: 'text' as const, lines: 10 * linesAPage };
  const found = await read({ ...ctx, viewer: null }, all);
  if (!found?.begun) return undefined;
  const lines = found.rounds.flatMap((round) => round.lines);
  return {
    lines: lines.filter(({ state }) => state === 'said').length,
    questions: found.outline.questions,
  };
}

interface Asked {
  slug: string;
  date: string;
  page: number;
  column: 'html' | 'text';
  lines?: number;
}

async function read(
  ctx: Ctx,
  { slug, date, page, column, lines = linesAPage }: Asked,
): Promise<Transcript | undefined> {
  const found = await findMonth(ctx, slug, date);
  if (!found || found.state === 'draft') return undefined;
  const begun = begunStates.has(found.state);
  const { rows, last } = begun
    ? await readLines(ctx, found.id, (page - 1) * lines, lines, column)
    : { rows: [], last: 0 };
  const pages = Math.max(1, Math.ceil(last / lines));
  if (page > pages) return undefined;
  const asked = begun ? found.questions.filter(({ released }) => released) : [];
  const rounds = arrange(asked, rows, clock(found.hours));
  return {
    month: found,
    begun,
    // A later page shows only the questions that it has lines for.
    rounds: pages > 1 ? rounds.filter((round) => round.lines.length > 0) : rounds,
    outline: outlineOf(rounds),
    summaryHtml: htmlFromPlainText(found.hostSummary),
    clockOf: wallOf(found.hours),
    page,
    pages,
  };
}

/**
 * One statement: the lines after a number, and the month's last number. A line whose writer does not
 * want to stand in transcripts looks like one that its writer has removed.
 */
async function readLines(
  { db }: Ctx,
  monthId: string,
  after: number,
  most: number,
  column: 'html' | 'text',
): Promise<{ rows: LineRow[]; last: number }> {
  const { rows } = await db.execute<LineRow & { last: number } & Record<string, unknown>>(sql`
    select a.id::text, a.number, a.question_id::text as "questionId", a.parent_id::text as "parentId",
      b.number as "parentNumber",
      extract(epoch from a.published)::float8 * 1000 as at, a.late is not null as late,
      ${post.updated} is not null as edited, case when ${post.id} is not null then h.reason end as hidden,
      case when h.answer_id is null then ${post[column]} end as html,
      case when h.answer_id is null then w.name end as name,
      case when h.answer_id is null then w.handle end as handle,
      (select last_number from month where id = ${monthId}) as last
    from answer a
    left join answer b on b.id = a.parent_id
    left join ${post} on ${post.id} = a.post_id and ${meantFor(null)} and ${takenIn(sql`a.post_id`)}
      and ${consents('transcript', sql`${post.authorId}`)}
    left join answer_hiding h on h.answer_id = a.id
    left join person w on w.id = ${post.authorId}
    where a.month_id = ${monthId} and a.number > ${after} and a.number <= ${after + most}
    order by a.number`);
  return { rows, last: rows[0]?.last ?? 0 };
}

/** Says a moment on the wall clock of the first live hour; with the day when it is another one. */
function clock(hours: readonly LiveHour[]): (at: number) => string {
  const [first] = hours;
  const zone = { timeZone: first?.zone ?? 'UTC' };
  const short = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { ...zone, day: 'numeric', month: 'short' });
  const chatDay = first && day.format(startOf(first).epochMilliseconds);
  return (at) => {
    const other = day.format(at);
    return other === chatDay ? short.format(at) : `${other}, ${short.format(at)}`;
  };
}

function wallOf(hours: readonly LiveHour[]): string {
  const zone = hours[0]?.zone ?? 'UTC';
  return zone.includes('/') && !zone.startsWith('Etc/') ? cityOf(zone) : 'UTC';
}

/** Why a summary is not kept. `changed`: somebody else saved another one meanwhile. */
export type SummaryRefused = { refused: 'gone' | 'tooLong' | 'notText' | 'changed' | 'tooFast' };

const longestSummary = 20_000;

/** Names one wording of a summary, so that two who write at once do not overwrite each other. */
export function summaryVersion(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/**
 * Saves the host's summary of a month, in plain text of up to 20,000 characters; an empty one takes it
 * away. `version` is that of the wording that the form began with. For hosts and note-takers; everybody
 * else hears `gone`.
 */
export async function saveHostSummary(
  ctx: Ctx,
  { monthId, text, version }: { monthId: string; text: unknown; version: unknown },
): Promise<{ saved: true } | SummaryRefused> {
  if (!ctx.viewer || !isId(monthId)) return { refused: 'gone' };
  if (await limited(ctx, `summary:${ctx.viewer.personId}`, { times: 30, seconds: 60 }))
    return { refused: 'tooFast' };
  const hostSummary = plainText(text, { maxGraphemes: longestSummary });
  if (typeof hostSummary !== 'string') return hostSummary;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select()
      .from(month)
      .where(eq(month.id, monthId))
      .for('no key update');
    if (!found || !(await maySummarise(tx, found.clubId))) return { refused: 'gone' };
    if (found.hostSummary === hostSummary) return { saved: true };
    if (summaryVersion(found.hostSummary) !== version) return { refused: 'changed' };
    await tx.db
      .update(month)
      .set({ hostSummary, updated: tx.clock.now() })
      .where(eq(month.id, monthId));
    tx.wake({ kind: 'month', id: monthId });
    return { saved: true };
  });
}

/** Whether whoever asks may write the summary: those who host, and the club's note-takers. */
export async function maySummarise(ctx: Ctx, clubId: string): Promise<boolean> {
  const held = await dutiesOf(ctx, clubId);
  return mayHost(ctx.viewer, held) || held.includes('noteTaker');
}
