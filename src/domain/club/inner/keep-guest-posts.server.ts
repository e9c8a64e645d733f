import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { takeBackGuestPost } from '../club-posts.server.ts';
import { wakesOf } from '../clockwork.server.ts';
import {
  comment,
  commentHiding,
  guestInvite,
  guestPost,
  guestPostEdition,
  picture,
} from '../guest-schema.server.ts';
import { club, month } from '../schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

type Reader = Pick<Ctx, 'db'>;

/** What guest posts hold of a person: posts credited to them, pictures, links, and where they commented. */
export async function exportGuestPosts(ctx: Reader, personId: string) {
  return {
    guestPosts: await postsOf(ctx, personId),
    editions: await editionsOf(ctx, personId),
    edits: await editsBy(ctx, personId),
    pictures: await ctx.db
      .select({ name: picture.name, alt: picture.alt, published: picture.published })
      .from(picture)
      .where(eq(picture.ownerId, personId)),
    ...(await invitesOf(ctx, personId)),
    comments: await commentsBy(ctx, personId),
  };
}

function postsOf({ db }: Reader, personId: string) {
  const { id, title, about, body, html, published, updated } = guestPost;
  const place = { club: club.slug, date: month.date };
  return db
    .select({ id, title, about, body, html, published, updated, ...place })
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(guestPost.authorId, personId));
}

function editionsOf({ db }: Reader, personId: string) {
  const { guestPostId, number, title, body, until } = guestPostEdition;
  return db
    .select({ guestPostId, number, title, body, until })
    .from(guestPostEdition)
    .innerJoin(guestPost, eq(guestPost.id, guestPostEdition.guestPostId))
    .where(eq(guestPost.authorId, personId))
    .orderBy(asc(guestPostEdition.guestPostId), asc(guestPostEdition.number));
}

/** What others wrote before one put it right is theirs: only that one did, and when. */
function editsBy({ db }: Reader, personId: string) {
  const { guestPostId, number, until } = guestPostEdition;
  return db
    .select({ guestPostId, number, until })
    .from(guestPostEdition)
    .where(eq(guestPostEdition.editedBy, personId));
}

async function invitesOf({ db }: Reader, personId: string) {
  const { note, created, expires } = guestInvite;
  return {
    invites: await db
      .select({ note, created, expires })
      .from(guestInvite)
      .where(eq(guestInvite.invitedBy, personId)),
    invited: await db
      .select({ created, expires })
      .from(guestInvite)
      .where(eq(guestInvite.acceptedBy, personId)),
  };
}

function commentsBy({ db }: Reader, personId: string) {
  return db
    .select({ guestPostId: comment.guestPostId, number: comment.number, postId: comment.postId })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(eq(post.authorId, personId))
    .orderBy(asc(comment.id));
}

/** What stands in place of the reason that a host gave who is not here any more. */
const unsaid = 'The host who hid this has left.';

/**
 * Takes a person out of guest posts: what they wrote is emptied with its history, their pictures go,
 * their link opens nothing more, and the pages that showed their comments are drawn anew. The comments
 * themselves are posts, which the posts' own keeper deletes after this.
 */
export async function eraseGuestPosts(tx: Tx, personId: string): Promise<void> {
  for (const { monthId, clubId } of await monthsWith(tx, personId))
    for (const wake of wakesOf(monthId, clubId)) tx.wake(wake);
  await forgetHidings(tx, personId);
  await removeTexts(tx, personId);
  await closeInvites(tx, personId);
}

/** Hidings of their comments go; those that they made as a host stay, without them. */
async function forgetHidings(tx: Tx, personId: string): Promise<void> {
  const comments = tx.db
    .select({ id: comment.id })
    .from(comment)
    .innerJoin(post, eq(post.id, comment.postId))
    .where(eq(post.authorId, personId));
  await tx.db.delete(commentHiding).where(inArray(commentHiding.commentId, comments));
  await tx.db
    .update(commentHiding)
    .set({ hiddenBy: null, reason: unsaid })
    .where(eq(commentHiding.hiddenBy, personId));
}

async function removeTexts(tx: Tx, personId: string): Promise<void> {
  const written = eq(guestPost.authorId, personId);
  for (const one of await announcedBy(tx, personId)) await takeBackGuestPost(tx, one);
  const own = tx.db.select({ id: guestPost.id }).from(guestPost).where(written);
  await tx.db.delete(guestPostEdition).where(inArray(guestPostEdition.guestPostId, own));
  const pictures = await tx.db
    .delete(picture)
    .where(or(eq(picture.ownerId, personId), inArray(picture.guestPostId, own)))
    .returning({ name: picture.name });
  if (pictures.length > 0)
    await tx.jobs.send(tx.db, 'remove-pictures', { names: pictures.map(({ name }) => name) });
  const empty = { title: '', authorName: '', about: '', body: '', html: '' };
  await tx.db
    .update(guestPost)
    .set({ ...empty, published: null, authorId: null })
    .where(written);
}

function announcedBy({ db }: Tx, personId: string) {
  return db
    .select({ id: guestPost.id, clubId: month.clubId })
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .where(eq(guestPost.authorId, personId));
}

async function closeInvites(tx: Tx, personId: string): Promise<void> {
  const accepted = eq(guestInvite.acceptedBy, personId);
  await tx.db
    .update(guestInvite)
    .set({ withdrawn: tx.clock.now() })
    .where(and(accepted, isNull(guestInvite.withdrawn)));
  await tx.db
    .update(guestInvite)
    .set({ note: '' })
    .where(or(accepted, eq(guestInvite.invitedBy, personId)));
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
