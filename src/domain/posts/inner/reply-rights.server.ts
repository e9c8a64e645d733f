import { and, eq, sql } from 'drizzle-orm';
import { post, postMention } from '../schema.server.ts';
import type { Post } from '../publish.server.ts';
import type { Tx, Viewer } from '#platform/ctx.server.ts';

/**
 * Whether the viewer may answer this post, which they may read. A thread is its first author's: who may not
 * reply to it may not reply in it.
 */
export async function mayReply(tx: Tx, viewer: Viewer, parent: Post): Promise<boolean> {
  if (parent.authorId === viewer.personId) return true;
  if (!(await allows(tx, viewer, parent))) return false;
  if (!parent.threadId) return true;
  const [first] = await tx.db.select().from(post).where(eq(post.id, parent.threadId));
  return !first || first.authorId === viewer.personId || allows(tx, viewer, first);
}

async function allows(
  { db }: Tx,
  viewer: Viewer,
  { id, authorId, repliesFrom }: Post,
): Promise<boolean> {
  if (repliesFrom === 'everyone') return true;
  if (repliesFrom === 'nobody') return false;
  const own = and(eq(postMention.postId, id), eq(postMention.personId, viewer.personId));
  if ((await db.select({ postId: postMention.postId }).from(postMention).where(own)).length > 0)
    return true;
  if (repliesFrom === 'mentioned') return false;
  const { rows } = await db.execute(sql`select from follow
    where follower_id = ${viewer.personId} and followee_id = ${authorId}`);
  return rows.length > 0;
}
