import { asc, eq, inArray } from 'drizzle-orm';
import { post, postEdition } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Every post of a person with what it said before, oldest first: for the file that they take along. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const posts = await db
    .select()
    .from(post)
    .where(eq(post.authorId, personId))
    .orderBy(asc(post.id));
  const editions = await db
    .select()
    .from(postEdition)
    .where(
      inArray(
        postEdition.postId,
        db.select({ id: post.id }).from(post).where(eq(post.authorId, personId)),
      ),
    )
    .orderBy(asc(postEdition.postId), asc(postEdition.number));
  return posts.map(({ authorId: _own, idempotencyKey: _key, ...said }) => ({
    ...said,
    before: editions
      .filter(({ postId }) => postId === said.id)
      .map(({ text, published }) => ({ text, published })),
  }));
}

/** Deletes every post of a person, editions included. Places that number posts are told by their own keepers first. */
export async function erase({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  await db.delete(post).where(eq(post.authorId, personId));
}
