import { clockOf, type ChatTimes } from './chat-clock.server.ts';
import { releaseDue } from './questions.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Further ahead than this, the job of the next minute will see it. */
const soonMs = 90_000;

interface Running extends ChatTimes {
  id: string;
  /** Minutes of the questions that still wait, in order; up to the first that is held. */
  minutes: number[];
}

/**
 * The job that asks questions at their minutes: every minute, and once more at the second of the next
 * one. It runs after months were moved, so that minute 0 finds its month live. Any number of processes
 * may run it side by side and any number of times.
 */
export async function askQuestionsDue(services: Services): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  for (const running of await listRunning(ctx)) {
    if (running.state === 'live') await inTransaction(ctx, (tx) => releaseDue(tx, running.id));
    await wakeAtNext(ctx, running);
  }
}

/** Months that are or may soon be live and have questions to ask: a handful. */
async function listRunning(ctx: Ctx): Promise<Running[]> {
  const { rows } = await ctx.pool.query<Running>({
    name: 'chats-running',
    text: `select m.id::text, m.state,
        (select max(v.at) from month_move v where v.month_id = m.id and v.to_state = 'live') as "wentLive",
        coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
          'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours,
        array(select q.minute from question q where q.month_id = m.id and q.released is null and q.skipped is null
          order by q.position) as minutes
      from month m where m.state in ('open', 'live', 'wrapUp')
        and exists (select from question q where q.month_id = m.id and q.released is null and q.skipped is null)`,
  });
  return rows;
}

async function wakeAtNext(ctx: Ctx, running: Running): Promise<void> {
  const now = ctx.clock.now().getTime();
  const clock = clockOf(running, now);
  if (clock === undefined) return;
  const next = running.minutes.map((minute) => clock + minute * 60_000).filter((at) => at > now);
  const at = Math.min(...next);
  if (at - now > soonMs) return;
  await ctx.jobs.send(
    ctx.db,
    'months-due',
    {},
    { startAfter: new Date(at), once: `questions-due ${at}` },
  );
}
