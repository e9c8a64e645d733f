import { and, eq, inArray, sql } from 'drizzle-orm';
import { lockChat, nextRevision } from './chat-changes.server.ts';
import { answer, answerHiding, presence } from './chat-schema.server.ts';
import { transcriptStop, waitingAnswer } from './elsewhere-schema.server.ts';
import { showNoMore } from './chat-boosts.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/**
 * Takes somebody who said "stop" out of a month's chat and transcript: their lines keep their numbers and lose
 * their words, what waits for a host waits no more, and nothing further of theirs is taken in.
 */
export async function stopInMonth(tx: Tx, monthId: string, personId: string): Promise<void> {
  const locked = await lockChat(tx, monthId);
  if (!locked) return;
  await tx.db
    .insert(transcriptStop)
    .values({ monthId, personId, since: tx.clock.now() })
    .onConflictDoNothing();
  const { rows } = await tx.db.execute<{ id: string; postId: string }>(sql`
    select a.id::text as id, a.post_id::text as "postId" from answer a join post p on p.id = a.post_id
    where a.month_id = ${monthId} and p.author_id = ${personId} order by a.id for no key update of p`);
  for (const { postId } of rows) await showNoMore(tx, locked.clubId, postId);
  await blank(
    tx,
    monthId,
    rows.map(({ id }) => id),
  );
  await tx.db.execute(sql`delete from ${waitingAnswer} where ${waitingAnswer.monthId} = ${monthId}
    and ${waitingAnswer.postId} in (select p.id from post p where p.author_id = ${personId})`);
  const own = and(eq(presence.monthId, monthId), eq(presence.personId, personId));
  await tx.db.delete(presence).where(own);
}

async function blank(tx: Tx, monthId: string, ids: string[]): Promise<void> {
  const revision = await nextRevision(tx, monthId);
  if (ids.length === 0) return;
  await tx.db.delete(answerHiding).where(inArray(answerHiding.answerId, ids));
  await tx.db.update(answer).set({ postId: null, revision }).where(inArray(answer.id, ids));
}

/** The months of these clubs that a "stop" said to a club alone is about: the one held now, and all with a line of theirs. */
export async function monthsToStop(
  { db }: Tx,
  clubIds: readonly string[],
  personId: string,
): Promise<string[]> {
  if (clubIds.length === 0) return [];
  const { rows } = await db.execute<{ id: string }>(sql`
    select m.id::text as id from month m where m.club_id = any(${sql.param([...clubIds])}::bigint[])
      and (m.state in ('live', 'wrapUp') or exists (select from answer a join post p on p.id = a.post_id
        where a.month_id = m.id and p.author_id = ${personId}))
    order by m.id`);
  return rows.map(({ id }) => id);
}

/** Whether somebody has said "stop" in a month. */
export async function hasStopped({ db }: Tx, monthId: string, personId: string): Promise<boolean> {
  const own = and(eq(transcriptStop.monthId, monthId), eq(transcriptStop.personId, personId));
  return (await db.select().from(transcriptStop).where(own)).length > 0;
}
