import { eq } from 'drizzle-orm';
import { isId } from '#domain/people/id.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Whose a post is and for whom, for what is told to other servers about it; never what it says. */
export type PostRow = Pick<
  typeof post.$inferSelect,
  'authorId' | 'visibility' | 'followersOf' | 'friendsOf' | 'localOnly' | 'withheld'
>;

/** By its number, whoever may read it: whom it concerns is worked out from it. */
export async function findPostRow(
  { db }: Pick<Ctx, 'db'>,
  postId: string,
): Promise<PostRow | undefined> {
  if (!isId(postId)) return undefined;
  const { authorId, visibility, followersOf, friendsOf, localOnly, withheld } = post;
  const [row] = await db
    .select({ authorId, visibility, followersOf, friendsOf, localOnly, withheld })
    .from(post)
    .where(eq(post.id, postId));
  return row;
}
