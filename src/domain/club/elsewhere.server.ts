import { eq } from 'drizzle-orm';
import { lockChat, nextRevision } from './chat-changes.server.ts';
import { answer, answerHiding } from './chat-schema.server.ts';
import { comment, guestPost } from './guest-schema.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * Hears that a post was changed, or is about to go, by an app or on its own page. Where it stands in a chat
 * or under a guest post, those who read there are told. A chat is told by a job: its lock comes before that
 * of a post, and here the post's is taken already.
 */
export async function hearElsewhere(tx: Tx, { postId = '' }: About): Promise<void> {
  const [line] = await tx.db
    .select({ id: answer.id })
    .from(answer)
    .where(eq(answer.postId, postId));
  if (line) await tx.jobs.send(tx.db, 'stir-line', { answerId: line.id });
  const [under] = await tx.db
    .select({ monthId: guestPost.monthId })
    .from(comment)
    .innerJoin(guestPost, eq(guestPost.id, comment.guestPostId))
    .where(eq(comment.postId, postId));
  if (under) tx.wake({ kind: 'month', id: under.monthId });
}

/** The job: says to a chat's readers that a line changed. What a host had said about words that are gone goes too. */
export async function stirLine(
  services: Services,
  { answerId }: { answerId: string },
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const here = eq(answer.id, answerId);
    const [line] = await tx.db.select().from(answer).where(here);
    if (!line || !(await lockChat(tx, line.monthId))) return;
    if (!line.postId) await tx.db.delete(answerHiding).where(eq(answerHiding.answerId, answerId));
    const revision = await nextRevision(tx, line.monthId);
    await tx.db.update(answer).set({ revision }).where(here);
  });
}
