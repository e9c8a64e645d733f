import { and, eq } from 'drizzle-orm';
import { comment, commentHiding, guestPost } from '../guest-schema.server.ts';
import { month } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** A comment of a guest post, named by its number. */
export interface CommentPlace {
  guestPostId: string;
  number: number;
}

/** Where a comment stands, whether or not it can be read; nothing when there is none of that number. */
export async function findLine({ db }: Tx, { guestPostId, number }: CommentPlace) {
  const [found] = await db
    .select({
      id: comment.id,
      postId: comment.postId,
      monthId: guestPost.monthId,
      clubId: month.clubId,
      hidden: commentHiding.at,
    })
    .from(comment)
    .innerJoin(guestPost, eq(guestPost.id, comment.guestPostId))
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .leftJoin(commentHiding, eq(commentHiding.commentId, comment.id))
    .where(and(eq(comment.guestPostId, guestPostId), eq(comment.number, number)));
  return found;
}
