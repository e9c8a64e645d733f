import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { wakesOf } from '../clockwork.server.ts';
import {
  comment,
  commentHiding,
  guestInvite,
  guestPost,
  guestPostEdition,
  picture,
} from '../guest-schema.server.ts';
import { month } from '../schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What guest posts hold of a person: posts credited to them, pictures, links, and where they commented. */
export async function exportGuestPosts({ db }: Pick<Ctx, 'db'>, personId: string) {
  const written = eq(guestPost.authorId, personId);
  const { title, about, body, published, updated, id } = guestPost;
  return {
    guestPosts: await db
      .select({ id, title, about, body, published, updated })
      .from(guestPost)
      .where(written),
    editions: await db
      .select({
        guestPostId: guestPostEdition.guestPostId,
        number: guestPostEdition.number,
        title: guestPostEdition.title,
        body: guestPostEdition.body,
        until: guestPostEdition.until,
      })
      .from(guestPostEdition)
      .innerJoin(guestPost, eq(guestPost.id, guestPostEdition.guestPostId))
      .where(or(written, eq(guestPostEdition.editedBy, personId)))
      .orderBy(asc(guestPostEdition.guestPostId), asc(guestPostEdition.number)),
    pictures: await db
      .select({ name: picture.name, alt: picture.alt, published: picture.published })
      .from(picture)
      .where(eq(picture.ownerId, personId)),
    invites: await db
      .select({
        note: guestInvite.note,
        created: guestInvite.created,
        expires: guestInvite.expires,
      })
      .from(guestInvite)
      .where(or(eq(guestInvite.invitedBy, personId), eq(guestInvite.acceptedBy, personId))),
    comments: await db
      .select({ guestPostId: comment.guestPostId, number: comment.number, postId: comment.postId })
      .from(comment)
      .innerJoin(post, eq(post.id, comment.postId))
      .where(eq(post.authorId, personId))
      .orderBy(asc(comment.id)),
  };
}

/**
 * Takes a person out of guest posts: what they wrote is emptied with its history, their pictures go,
 * their link opens nothing more, and the pages that showed their comments are drawn anew. The comments
 * themselves are posts, which the posts' own keeper deletes after this.
 */
export async function eraseGuestPosts(tx: Tx, personId: string): Promise<void> {
  for (const { monthId, clubId } of await monthsWith(tx, personId))
    for (const wake of wakesOf(monthId, clubId)) tx.wake(wake);
  const comments = tx.db
    .select({ id: comment.id })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(eq(post.authorId, personId));
  await tx.db.delete(commentHiding).where(inArray(commentHiding.commentId, comments));
  const own = tx.db
    .select({ id: guestPost.id })
    .from(guestPost)
    .where(eq(guestPost.authorId, personId));
  await tx.db.delete(guestPostEdition).where(inArray(guestPostEdition.guestPostId, own));
  const pictures = await tx.db
    .delete(picture)
    .where(or(eq(picture.ownerId, personId), inArray(picture.guestPostId, own)))
    .returning({ name: picture.name });
  if (pictures.length > 0)
    await tx.jobs.send(tx.db, 'remove-pictures', { names: pictures.map(({ name }) => name) });
  await tx.db
    .update(guestInvite)
    .set({ withdrawn: tx.clock.now() })
    .where(and(eq(guestInvite.acceptedBy, personId), isNull(guestInvite.withdrawn)));
  await tx.db.update(guestInvite).set({ note: '' }).where(eq(guestInvite.acceptedBy, personId));
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
    .where(eq(guestPost.authorId, personId));
}

async function monthsWith({ db }: Tx, personId: string) {
  const place = { monthId: month.id, clubId: month.clubId };
  const written = await db
    .select(place)
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .where(eq(guestPost.authorId, personId));
  const commented = await db
    .selectDistinct(place)
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .innerJoin(guestPost, eq(guestPost.id, comment.guestPostId))
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .where(eq(post.authorId, personId));
  return [...written, ...commented];
}
