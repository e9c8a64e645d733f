import { and, eq, sql } from 'drizzle-orm';
import { audienceOf } from './audience.ts';
import { lookLater, lookLaterAtNew } from './inner/look-later.server.ts';
import { countPost } from './inner/post-counts.server.ts';
import { stirThread } from './inner/stir-thread.server.ts';
import { longestPost, type TextRefusal, type Visibility } from './rules.ts';
import { post, postEdition } from './schema.server.ts';
import { hostOf } from '#domain/people/handle.ts';
import type { Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { htmlFromPlainText, plainText } from '#platform/text.server.ts';

/** A post as its row holds it. */
export type Post = typeof post.$inferSelect;

/** Why a post is not taken. */
export type PostRefused = { refused: TextRefusal | 'signIn' | 'gone' };

/** A text made fit to be kept, or why it is not taken: empty, over 5,000 characters, not text. */
export function readPostText(input: unknown): { text: string } | { refused: TextRefusal } {
  const text = plainText(input, { maxGraphemes: longestPost });
  if (typeof text !== 'string') return text;
  return text ? { text } : { refused: 'empty' };
}

/** A post on its way into its row; what is not said is as the table has it. */
export interface NewPost {
  text: unknown;
  visibility: Visibility;
  inReplyTo?: string | null;
  idempotencyKey?: string;
  /** As in `Writing`. */
  looked?: boolean;
  /** Everything that only posts on their own have: `writePost` says it. */
  more?: Partial<typeof post.$inferInsert>;
}

/**
 * Publishes a post of whoever asks, inside the caller's transaction. With a key it is published once:
 * the same key of the same author gives the same post (`fresh` is false), also when both arrive at once.
 * Refuses a guest (`signIn`) and texts that `readPostText` refuses.
 */
export async function publishPost(
  tx: Tx,
  { text, visibility, inReplyTo = null, idempotencyKey, looked = false, more = {} }: NewPost,
): Promise<{ post: Post; fresh: boolean } | PostRefused> {
  if (!tx.viewer) return { refused: 'signIn' };
  const read = more.text === undefined ? readPostText(text) : { text: more.text };
  if ('refused' in read) return read;
  const thread = inReplyTo === null ? {} : await threadOf(tx, inReplyTo);
  const [made] = await tx.db
    .insert(post)
    .values({
      authorId: tx.viewer.personId,
      ...audienceOf(tx.viewer.personId, visibility, false),
      elsewhere: hostOf(tx.viewer.handle) !== undefined,
      text: read.text,
      html: htmlFromPlainText(read.text),
      inReplyTo,
      ...thread,
      idempotencyKey: idempotencyKey ?? null,
      published: tx.clock.now(),
      ...more,
    })
    // Waits for a twin that is under way, so that the look below finds it.
    .onConflictDoNothing({ target: [post.authorId, post.idempotencyKey] })
    .returning();
  if (made) {
    await countPost(tx, made, 1);
    if (!looked) await lookLaterAtNew(tx, made);
    return { post: made, fresh: true };
  }
  const twin = await findByKey(tx, idempotencyKey ?? '');
  if (!twin) throw new Error('A post was neither made nor found by its key.');
  return { post: twin, fresh: false };
}

/** Which thread a reply belongs to, and whom it answers. */
async function threadOf({ db }: Tx, inReplyTo: string) {
  const [parent] = await db
    .select({ id: post.id, authorId: post.authorId, threadId: post.threadId })
    .from(post)
    .where(eq(post.id, inReplyTo));
  return parent ? { repliedPersonId: parent.authorId, threadId: parent.threadId ?? parent.id } : {};
}

/** The post that whoever asks has published under this key. */
export async function findByKey(
  { db, viewer }: Pick<Tx, 'db' | 'viewer'>,
  key: string,
): Promise<Post | undefined> {
  if (!viewer) return undefined;
  const own = and(eq(post.authorId, viewer.personId), eq(post.idempotencyKey, key));
  return (await db.select().from(post).where(own))[0];
}

/**
 * Changes what an own post says, for places that post for people; what it said before is kept as an edition. Saying
 * the same again changes nothing. Refuses `gone` for a post that is not there or is somebody else's.
 */
export async function editPost(
  tx: Tx,
  { id, text, looked = false }: { id: string; text: unknown; looked?: boolean },
): Promise<Post | PostRefused> {
  if (!tx.viewer) return { refused: 'signIn' };
  const read = readPostText(text);
  if ('refused' in read) return read;
  const [before] = await tx.db.select().from(post).where(own(tx.viewer.personId, id)).for('update');
  if (!before) return { refused: 'gone' };
  if (before.text === read.text) return before;
  await tx.db.insert(postEdition).values({
    postId: id,
    number: sql`(select count(*) + 1 from ${postEdition} where ${eq(postEdition.postId, id)})`,
    text: before.text,
    html: before.html,
    contentNote: before.contentNote,
    sensitive: before.sensitive,
    published: before.updated ?? before.published,
  });
  const [after] = await tx.db
    .update(post)
    .set({ text: read.text, html: htmlFromPlainText(read.text), updated: tx.clock.now() })
    .where(own(tx.viewer.personId, id))
    .returning();
  if (!after) return { refused: 'gone' };
  if (!looked) await lookLater(tx, id);
  await announce(tx, 'reworded', { postId: id });
  stirThread(tx, after);
  return after;
}

/** Deletes an own post with all its editions: the row goes. Refuses `gone` as `editPost` does. */
export async function deletePost(tx: Tx, id: string): Promise<{ deleted: string } | PostRefused> {
  if (!tx.viewer) return { refused: 'signIn' };
  await announce(tx, 'deleting', { postId: id });
  const [gone] = await tx.db.delete(post).where(own(tx.viewer.personId, id)).returning();
  if (!gone) return { refused: 'gone' };
  if (!gone.withheld) await countPost(tx, gone, -1);
  tx.wake({ kind: 'postDeleted', id, about: [gone.authorId] });
  await announce(tx, 'deleted', { postId: id });
  return { deleted: gone.id };
}

function own(personId: string, id: string) {
  return and(eq(post.id, id), eq(post.authorId, personId));
}
