import { and, eq, isNull, sql } from 'drizzle-orm';
import { whyItWaits } from './answers-elsewhere.server.ts';
import { showNoMore, showToFollowers } from './chat-boosts.server.ts';
import { waitingAnswer } from './elsewhere-schema.server.ts';
import { saysStop } from './elsewhere-words.ts';
import { readSaid } from './inner/said-elsewhere.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/**
 * Hears that a post says something else. A line that came from another server is judged as if it were new: where that
 * would wait for a host, the line waits, and until a host has looked it stands empty at its place; in the transaction
 * of the change, so that nobody reads the new words there before. Changed once more into something that waits for
 * nobody, it stands again. What a host has left out stays so, and "stop" is heard however it is said.
 */
export async function judgeChange(tx: Tx, { postId = '' }: About): Promise<void> {
  const held = await findHeld(tx, postId);
  const said = held && (await readSaid(tx, postId));
  if (!said || said.host === null) return;
  // A chat's lock comes before that of a post, which is taken already.
  if (saysStop(said.text)) return tx.jobs.send(tx.db, 'take-answer', { postId });
  if (held.declined) return;
  const why = await whyItWaits(tx, said, held);
  if (why) await wait(tx, held, { postId, why });
  else if (held.waits) await waitNoMore(tx, held, postId);
}

/** Where a chat holds a post: as a line, or waiting for a host, or both. */
interface Held {
  clubId: string;
  monthId: string;
  questionId: string | null;
  parentId: string | null;
  lineId: string | null;
  waits: boolean;
  declined: boolean;
}

async function findHeld({ db }: Tx, postId: string): Promise<Held | undefined> {
  const { rows } = await db.execute<Held & Record<string, unknown>>(sql`
    select m.club_id::text as "clubId", m.id::text as "monthId", a.id::text as "lineId",
      a.question_id::text as "questionId", a.parent_id::text as "parentId",
      q.since is not null and q.taken is null as waits, q.declined is not null as declined
    from (select ${postId}::bigint as id) p
    left join answer a on a.post_id = p.id left join waiting_answer q on q.post_id = p.id
    join month m on m.id = coalesce(a.month_id, q.month_id)`);
  return rows[0];
}

type Why = typeof waitingAnswer.$inferInsert.why;

async function wait(
  tx: Tx,
  { lineId, clubId, ...place }: Held,
  { postId, why }: { postId: string; why: Why },
): Promise<void> {
  const { monthId, questionId, parentId } = place;
  const again = { why, since: tx.clock.now(), taken: null, decidedBy: null };
  await tx.db
    .insert(waitingAnswer)
    .values({ postId, monthId, questionId, parentId, ...again })
    // What waits already keeps its turn.
    .onConflictDoUpdate({ target: waitingAnswer.postId, set: place.waits ? { why } : again });
  if (lineId) await showNoMore(tx, clubId, postId);
  tx.wake({ kind: 'hosts', id: monthId });
}

async function waitNoMore(
  tx: Tx,
  { lineId, clubId, monthId }: Held,
  postId: string,
): Promise<void> {
  const waits = and(eq(waitingAnswer.postId, postId), isNull(waitingAnswer.taken));
  await tx.db.delete(waitingAnswer).where(waits);
  if (lineId) await showToFollowers(tx, clubId, lineId);
  else await tx.jobs.send(tx.db, 'take-answer', { postId });
  tx.wake({ kind: 'hosts', id: monthId });
}
