import { eq, inArray } from 'drizzle-orm';
import { eraseFromChats, exportChatsFor } from './chat-keeper.server.ts';
import { wakesOf } from './clockwork.server.ts';
import {
  clubDuty,
  comment,
  guestPost,
  guestPostEdition,
  month,
  monthMove,
  picture,
} from './schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What the clubs keep of a person: duties, months they moved, guest posts with editions and pictures, chats. */
export async function exportFor(ctx: Pick<Ctx, 'db'>, personId: string) {
  const { db } = ctx;
  const own = db
    .select({ id: guestPost.id })
    .from(guestPost)
    .where(eq(guestPost.authorId, personId));
  return {
    duties: await db.select().from(clubDuty).where(eq(clubDuty.personId, personId)),
    moves: await db.select().from(monthMove).where(eq(monthMove.movedBy, personId)),
    guestPosts: await db.select().from(guestPost).where(eq(guestPost.authorId, personId)),
    guestPostEditions: await db
      .select()
      .from(guestPostEdition)
      .where(inArray(guestPostEdition.guestPostId, own)),
    pictures: await db.select().from(picture).where(eq(picture.ownerId, personId)),
    comments: await db
      .select({ guestPostId: comment.guestPostId, number: comment.number, postId: comment.postId })
      .from(comment)
      .innerJoin(post, eq(post.id, comment.postId))
      .where(eq(post.authorId, personId)),
    ...(await exportChatsFor(ctx, personId)),
  };
}

/**
 * Takes a person out of the clubs: their words in chats and guest posts go, lines keep their numbers,
 * duties end, and moves of months stay without a name. Called before posts and the person are erased.
 */
export async function erase(tx: Tx, personId: string): Promise<void> {
  await eraseFromChats(tx, personId);
  await eraseGuestPosts(tx, personId);
  await tx.db.update(monthMove).set({ movedBy: null }).where(eq(monthMove.movedBy, personId));
  await tx.db.delete(clubDuty).where(eq(clubDuty.personId, personId));
}

/** The guest post of a person becomes an empty draft: somebody else's comments under it stay. */
async function eraseGuestPosts(tx: Tx, personId: string): Promise<void> {
  const written = await tx.db
    .select({ id: guestPost.id, monthId: month.id, clubId: month.clubId })
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .where(eq(guestPost.authorId, personId));
  const ids = written.map(({ id }) => id);
  const pictures = await tx.db
    .delete(picture)
    .where(eq(picture.ownerId, personId))
    .returning({ name: picture.name });
  const names = pictures.map(({ name }) => name);
  if (names.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names });
  if (ids.length === 0) return;
  await tx.db.delete(guestPostEdition).where(inArray(guestPostEdition.guestPostId, ids));
  await tx.db
    .update(guestPost)
    .set({
      title: '',
      authorName: '',
      about: '',
      body: '',
      html: '',
      published: null,
      authorId: null,
    })
    .where(inArray(guestPost.id, ids));
  for (const { monthId, clubId } of written)
    for (const wake of wakesOf(monthId, clubId)) tx.wake(wake);
}
