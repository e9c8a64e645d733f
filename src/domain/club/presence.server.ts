import { and, eq } from 'drizzle-orm';
import { lockAsHost } from './chat-changes.server.ts';
import { presence, studyOptOut } from './chat-schema.server.ts';
import { month } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Refused as for a month that is not there, or because one is a guest, or the chat is not held. */
export type PresenceRefused = { refused: 'signIn' | 'gone' | 'notOpen' | 'tooFast' };

const atMost = { times: 30, seconds: 60 };

/**
 * "I'm here": counts somebody who only reads. The number is for everybody, the name for hosts only.
 * Possible while the chat is live and in its wrap-up; saying it twice changes nothing.
 */
export async function sayHere(
  ctx: Ctx,
  monthId: string,
): Promise<{ here: true } | PresenceRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (await limited(ctx, `here:${viewer.personId}`, atMost)) return { refused: 'tooFast' };
  const state = await findState(ctx, monthId);
  if (!state) return { refused: 'gone' };
  if (state !== 'live' && state !== 'wrapUp') return { refused: 'notOpen' };
  return inTransaction(ctx, async (tx) => {
    const row = { monthId, personId: viewer.personId, at: tx.clock.now() };
    const made = await tx.db.insert(presence).values(row).onConflictDoNothing().returning();
    if (made.length > 0) tx.wake({ kind: 'chat', id: monthId });
    return { here: true };
  });
}

/** Keeps one's words of this month out of any study, from now on, without a reason; or lets them in again. */
export async function optOutOfStudy(
  ctx: Ctx,
  { monthId, out }: { monthId: string; out: boolean },
): Promise<{ out: boolean } | PresenceRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (await limited(ctx, `here:${viewer.personId}`, atMost)) return { refused: 'tooFast' };
  if (!(await findState(ctx, monthId))) return { refused: 'gone' };
  const { personId } = viewer;
  if (out) {
    await ctx.db
      .insert(studyOptOut)
      .values({ monthId, personId, since: ctx.clock.now() })
      .onConflictDoNothing();
  } else {
    const own = and(eq(studyOptOut.monthId, monthId), eq(studyOptOut.personId, personId));
    await ctx.db.delete(studyOptOut).where(own);
  }
  return { out };
}

async function findState({ db }: Ctx, monthId: string): Promise<string | undefined> {
  if (!isId(monthId)) return undefined;
  const [found] = await db.select({ state: month.state }).from(month).where(eq(month.id, monthId));
  return found?.state === 'draft' ? undefined : found?.state;
}

/** Somebody in the chat, as its hosts see them. */
export interface Participant {
  personId: string;
  handle: string;
  name: string;
  /** In no earlier month of the club, neither by an answer nor by "I'm here". */
  firstTime: boolean;
  /** Lines that stand. */
  answers: number;
  /** Own lines that somebody else has answered. */
  answered: number;
  since: Date;
}

/** Who is in the chat, first-timers first, then those whom nobody has answered. For hosts only; up to 500. */
export async function listParticipants(
  ctx: Ctx,
  monthId: string,
): Promise<Participant[] | { refused: 'gone' }> {
  if (!isId(monthId)) return { refused: 'gone' };
  const hosts = await inTransaction(ctx, (tx) => lockAsHost(tx, monthId));
  if (!hosts) return { refused: 'gone' };
  const { rows } = await ctx.pool.query<Participant>({
    name: 'chat-participants',
    text: `select p.id::text as "personId", p.handle, p.name, h.at as since,
        not exists (select from presence e join month m on m.id = e.month_id
          where e.person_id = p.id and m.club_id = $2 and m.date < $3) as "firstTime",
        coalesce(l.answers, 0)::int as answers, coalesce(l.answered, 0)::int as answered
      from presence h join person p on p.id = h.person_id
      left join (select s.author_id, count(*) as answers, count(*) filter (where exists (
            select from answer r join post o on o.id = r.post_id
            where r.parent_id = a.id and r.month_id = $1 and o.author_id <> s.author_id)) as answered
          from answer a join post s on s.id = a.post_id where a.month_id = $1 group by s.author_id) l
        on l.author_id = p.id
      where h.month_id = $1
      order by "firstTime" desc, (coalesce(l.answers, 0) > 0 and coalesce(l.answered, 0) = 0) desc, h.at limit 500`,
    values: [monthId, hosts.clubId, hosts.date],
  });
  return rows;
}
