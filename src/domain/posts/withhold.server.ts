import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { countPost } from './inner/post-counts.server.ts';
import { post } from './schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Takes a post out of everybody's sight but its author's, or shows it again: for places whose hosts hide
 * lines, which say it there in their own words. What is out of sight is in no count. Called in the transaction
 * that hides the line, while those who showed the post on still do: they are who made it known.
 */
export async function withholdPost(
  tx: Tx,
  { id, withheld }: { id: string; withheld: boolean },
): Promise<void> {
  const set = { withheld: withheld ? tx.clock.now() : null };
  const otherwise = withheld ? isNull(post.withheld) : isNotNull(post.withheld);
  const [changed] = await tx.db
    .update(post)
    .set(set)
    .where(and(eq(post.id, id), otherwise))
    .returning();
  if (changed) await countPost(tx, changed, withheld ? -1 : 1);
  if (changed && withheld) await announce(tx, 'withheld', { postId: id });
  const about = changed ? [changed.authorId] : [];
  tx.wake(withheld ? { kind: 'postDeleted', id, about } : { kind: 'line', id });
}
