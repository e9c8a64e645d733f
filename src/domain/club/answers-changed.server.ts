import { and, eq, isNull } from 'drizzle-orm';
import { whyItWaits } from './answers-elsewhere.server.ts';
import { showNoMore, showToFollowers } from './chat-boosts.server.ts';
import { answer } from './chat-schema.server.ts';
import { waitingAnswer } from './elsewhere-schema.server.ts';
import { readSaid } from './inner/said-elsewhere.server.ts';
import { month } from './schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/**
 * Hears that a post says something else. A line that came from another server is judged as if it were new: where that
 * would wait for a host, the line waits, and until a host has looked it stands empty at its place; in the transaction
 * of the change, so that nobody reads the new words there before. Changed once more into something that waits for
 * nobody, it stands again. What a host has left out stays so.
 */
export async function judgeChange(tx: Tx, { postId = '' }: About): Promise<void> {
  const line = await findLine(tx, postId);
  const said = line && (await readSaid(tx, postId));
  if (!said || said.host === null || line.declined) return;
  const why = await whyItWaits(tx, said, line);
  if (why) await wait(tx, line, { postId, why });
  else if (line.waits) await standAgain(tx, line, postId);
}

type Line = Pick<
  typeof waitingAnswer.$inferInsert,
  'monthId' | 'questionId' | 'parentId' | 'declined'
> & { id: string; clubId: string; waits: boolean };

async function findLine({ db }: Tx, postId: string): Promise<Line | undefined> {
  const { id, monthId, questionId, parentId } = answer;
  const [found] = await db
    .select({
      ...{ id, monthId, questionId, parentId, clubId: month.clubId },
      ...{ since: waitingAnswer.since, taken: waitingAnswer.taken },
      declined: waitingAnswer.declined,
    })
    .from(answer)
    .innerJoin(month, eq(month.id, answer.monthId))
    .leftJoin(waitingAnswer, eq(waitingAnswer.postId, answer.postId))
    .where(eq(answer.postId, postId));
  return found && { ...found, waits: found.since !== null && found.taken === null };
}

type Why = typeof waitingAnswer.$inferInsert.why;

async function wait(
  tx: Tx,
  { monthId, questionId, parentId, clubId }: Line,
  { postId, why }: { postId: string; why: Why },
): Promise<void> {
  const since = tx.clock.now();
  const again = { why, since, taken: null, decidedBy: null };
  await tx.db
    .insert(waitingAnswer)
    .values({ postId, monthId, questionId, parentId, ...again })
    .onConflictDoUpdate({ target: waitingAnswer.postId, set: again });
  await showNoMore(tx, clubId, postId);
  tx.wake({ kind: 'hosts', id: monthId });
}

async function standAgain(tx: Tx, { id, monthId, clubId }: Line, postId: string): Promise<void> {
  const waits = and(eq(waitingAnswer.postId, postId), isNull(waitingAnswer.taken));
  await tx.db.delete(waitingAnswer).where(waits);
  await showToFollowers(tx, clubId, id);
  tx.wake({ kind: 'hosts', id: monthId });
}
