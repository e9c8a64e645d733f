import { eq } from 'drizzle-orm';
import { isId } from '#domain/people/id.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const { authorId, visibility, followersOf, friendsOf, localOnly, idempotencyKey } = post;
const { withheld, updated } = post;
const columns = {
  ...{ authorId, visibility, followersOf, friendsOf, localOnly, idempotencyKey },
  ...{ withheld, updated },
};

/** Whose a post is and for whom, for what is told to other servers about it; never what it says. */
export type PostRow = Pick<typeof post.$inferSelect, keyof typeof columns>;

/**
 * By its number, whoever may read it: whom it concerns is worked out from it. `held`: nobody changes it, takes it out
 * of sight or deletes it before the caller's transaction ends.
 */
export async function findPostRow(
  { db }: Pick<Ctx, 'db'>,
  postId: string,
  held?: 'held',
): Promise<PostRow | undefined> {
  if (!isId(postId)) return undefined;
  const found = db.select(columns).from(post).where(eq(post.id, postId));
  return (await (held ? found.for('share') : found))[0];
}
