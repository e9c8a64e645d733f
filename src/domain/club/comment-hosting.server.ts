import { eq } from 'drizzle-orm';
import { dutiesOf, mayHost } from './duties.server.ts';
import { commentHiding } from './guest-schema.server.ts';
import { findLine, type CommentPlace } from './inner/comment-places.server.ts';
import { withholdPost } from '#domain/posts/withhold.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

/** Takes a comment out of sight and says why. Refuses `noReason` without one. For hosts; everybody else gets `gone`. */
export async function hideComment(
  ctx: Ctx,
  { reason, ...place }: CommentPlace & { reason: unknown },
): Promise<{ hidden: true } | { refused: 'gone' | 'noReason' }> {
  const why = plainText(reason, { maxGraphemes: 300 });
  return inTransaction(ctx, async (tx) => {
    const found = await lineToHost(tx, place);
    if (!found) return { refused: 'gone' };
    if (typeof why !== 'string' || !why) return { refused: 'noReason' };
    await tx.db
      .insert(commentHiding)
      .values({
        commentId: found.id,
        hiddenBy: tx.viewer?.personId ?? null,
        reason: why,
        at: tx.clock.now(),
      })
      .onConflictDoNothing();
    if (found.postId) await withholdPost(tx, { id: found.postId, withheld: true });
    tx.wake({ kind: 'month', id: found.monthId });
    return { hidden: true };
  });
}

/** Shows a hidden comment again. For hosts; everybody else gets `gone`. */
export async function showComment(
  ctx: Ctx,
  place: CommentPlace,
): Promise<{ shown: true } | { refused: 'gone' }> {
  return inTransaction(ctx, async (tx) => {
    const found = await lineToHost(tx, place);
    if (!found) return { refused: 'gone' };
    await tx.db.delete(commentHiding).where(eq(commentHiding.commentId, found.id));
    if (found.postId) await withholdPost(tx, { id: found.postId, withheld: false });
    tx.wake({ kind: 'month', id: found.monthId });
    return { shown: true };
  });
}

async function lineToHost(tx: Tx, place: CommentPlace) {
  const found = await findLine(tx, place);
  return found && mayHost(tx.viewer, await dutiesOf(tx, found.clubId)) ? found : undefined;
}
