import { sql } from 'drizzle-orm';
import { chatOf } from './chat.server.ts';
import type { ChatView } from './chat-view.ts';
import { asHost, listHostNotes, type HostNote } from './chat-hosting.server.ts';
import { waitingPeople, type WaitingPerson } from './host-console.ts';
import { findMonth, type Month } from './months.server.ts';
import { listParticipants, type Participant } from './presence.server.ts';
import { reorderQuestions, type QuestionRefused } from './questions.server.ts';
import { listWaiting, type WaitingAnswer } from './waiting-answers.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** All that a host needs while the chat is held. */
export interface Console {
  month: Month;
  view: ChatView;
  /** Who wrote and has no answer yet: first-timers first, then the longest waiting. */
  waiting: WaitingPerson[];
  participants: Participant[];
  notes: HostNote[];
  hidden: HiddenLine[];
  /** Answers from other servers that wait to be let in. */
  outside: WaitingAnswer[];
}

/** A line that is out of sight, with what it said: hosts have to know what they show again. */
export interface HiddenLine {
  id: string;
  number: number;
  name: string;
  text: string;
  reason: string;
}

/** The host console of a month. Absent for everybody who does not host it, as for a month that is not there. */
export async function consoleOf(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<Console | undefined> {
  const month = await findMonth(ctx, slug, date);
  if (!month?.hosts) return undefined;
  const view = await chatOf(ctx, month.id);
  if (!view) return undefined;
  const participants = await listParticipants(ctx, month.id);
  const notes = await listHostNotes(ctx, month.id);
  const hidden = await listHidden(ctx, month.id);
  const outside = await listWaiting(ctx, month.id);
  // Whoever loses the duty between two of these lines gets nothing at all.
  if ('refused' in participants || 'refused' in notes) return undefined;
  if ('refused' in hidden || 'refused' in outside) return undefined;
  return {
    month,
    view,
    waiting: waitingPeople(view.lines, participants),
    participants,
    notes,
    hidden,
    outside,
  };
}

/** Lines that hosts took out of sight, the latest first; up to 100. For hosts only. */
async function listHidden(ctx: Ctx, monthId: string): Promise<HiddenLine[] | { refused: 'gone' }> {
  return asHost(ctx, monthId, async ({ db }) => {
    const { rows } = await db.execute<HiddenLine & Record<string, unknown>>(sql`
      select a.id::text, a.number, w.name, ${post.text} as text, h.reason
      from answer_hiding h join answer a on a.id = h.answer_id
      join ${post} on ${post.id} = a.post_id and ${post.visibility} = 'public'
      join person w on w.id = ${post.authorId}
      where a.month_id = ${monthId} order by h.at desc, a.number desc limit 100`);
    return rows;
  });
}

/** The id of a line by its number, as long as it has words. What one may do with it is asked later. */
export async function findLineId(
  { pool }: Ctx,
  monthId: string,
  number: number,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'line-by-number',
    text: 'select id::text from answer where month_id = $1 and number = $2 and post_id is not null',
    values: [monthId, Math.max(0, Math.min(number, 2 ** 31 - 1))],
  });
  return rows[0]?.id;
}

/** Moves a waiting question one place up (-1) or down (1) among those that wait. */
export async function moveQuestion(
  ctx: Ctx,
  { monthId, id, step }: { monthId: string; id: string; step: -1 | 1 },
): Promise<{ ordered: number } | QuestionRefused> {
  const view = await chatOf(ctx, monthId);
  const ids = (view?.questions ?? []).filter(({ asked }) => !asked).map(({ id }) => id);
  const at = ids.indexOf(id);
  const other = ids[at + step];
  if (at < 0 || other === undefined) return { refused: 'gone' };
  ids[at + step] = id;
  ids[at] = other;
  return reorderQuestions(ctx, { monthId, ids });
}

/** Whether a host presses buttons faster than any thumb: more than 120 a minute. */
export function tooManyPresses(ctx: Ctx): Promise<boolean> {
  return limited(ctx, `console:${ctx.viewer?.personId ?? ''}`, { times: 120, seconds: 60 });
}
