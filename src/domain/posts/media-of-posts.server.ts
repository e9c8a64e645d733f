import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { viewOf, type MediaRow, type MediaView } from './inner/media-view.server.ts';
import { mostMedia, type AttachRefusal } from './media-rules.ts';
import { media } from './media-schema.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

type Row = typeof media.$inferSelect;
type Holder = { postId: string } | { scheduledId: string };

/** Why files cannot stand under a post. */
export type AttachRefused = { refused: AttachRefusal };

/**
 * Puts the viewer's files under a post, in this order, and takes away those that stood there before and are
 * not named: for a new post, an edited one, and (`scheduledId`) a planned one whose hour has come. Called in
 * the transaction that writes the post. Refuses files of others, of other posts and those that are not
 * ready; more than four pictures; a video or a sound that is not alone.
 */
export async function attachMedia(
  tx: Tx,
  { ids, scheduledId, ...to }: { postId: string; ids: readonly string[]; scheduledId?: string },
): Promise<AttachRefused | undefined> {
  return hold(tx, to, ids, scheduledId);
}

/** The same for a post that is planned: nobody sees its files before, and they do not go after a day. */
export async function holdMedia(
  tx: Tx,
  { scheduledId, ids }: { scheduledId: string; ids: readonly string[] },
): Promise<AttachRefused | undefined> {
  return hold(tx, { scheduledId }, ids);
}

/** Lets go of the files of a planned post that is not going to be: they go after a day. */
export async function releaseMedia({ db }: Pick<Tx, 'db'>, scheduledId: string): Promise<void> {
  await db.update(media).set({ scheduledId: null }).where(eq(media.scheduledId, scheduledId));
}

async function hold(
  tx: Tx,
  holder: Holder,
  wanted: readonly string[],
  from?: string,
): Promise<AttachRefused | undefined> {
  const ids = [...new Set(wanted)];
  if (ids.length > mostMedia) return { refused: 'tooManyMedia' };
  const rows = await lockOwn(tx, ids);
  const found = ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
  if (found.length < ids.length || !found.every((row) => isFree(row, holder, from)))
    return { refused: 'mediaGone' };
  if (found.length > 1 && found.some(({ kind }) => kind === 'video' || kind === 'audio'))
    return { refused: 'mixedMedia' };
  if (found.some(({ state }) => state === 'refused')) return { refused: 'mediaGone' };
  if (found.some(({ state }) => state === 'waiting')) return { refused: 'mediaWaiting' };
  await letGo(tx, holder, ids);
  const attached = 'postId' in holder ? { attached: tx.clock.now() } : {};
  for (const [place, id] of ids.entries())
    await tx.db
      .update(media)
      .set({ scheduledId: null, orphaned: null, ...attached, ...holder, place })
      .where(eq(media.id, id));
  return undefined;
}

async function lockOwn({ db, viewer }: Tx, ids: string[]): Promise<Map<string, Row>> {
  if (!viewer || ids.length === 0 || !ids.every(isId)) return new Map();
  const own = and(inArray(media.id, ids), eq(media.ownerId, viewer.personId));
  // In one order, so that two posts with the same files do not wait for each other.
  const rows = await db.select().from(media).where(own).orderBy(asc(media.id)).for('update');
  return new Map(rows.map((row) => [row.id, row]));
}

function isFree(row: Row, holder: Holder, from: string | undefined): boolean {
  const [postId, scheduledId] =
    'postId' in holder ? [holder.postId, from] : [undefined, holder.scheduledId];
  return (
    (row.postId === null || row.postId === postId) &&
    (row.scheduledId === null || row.scheduledId === scheduledId)
  );
}

/** Files that an edit took out of a post are gone from it at once, and from the disk by a job. */
async function letGo(tx: Tx, holder: Holder, kept: string[]): Promise<void> {
  const here =
    'postId' in holder
      ? eq(media.postId, holder.postId)
      : eq(media.scheduledId, holder.scheduledId);
  const others =
    kept.length > 0 ? and(here, sql`${media.id} <> all(${sql.param(kept)}::bigint[])`) : here;
  const gone = await tx.db.delete(media).where(others).returning({ name: media.name });
  const names = gone.map(({ name }) => name);
  if (names.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names });
}

/**
 * The files of posts, by the post's id, in their order. Whoever asks has found the posts through the predicate.
 * Every timeline asks, so the statement is prepared once; it sees what is committed.
 */
export async function mediaOfPosts(
  { pool }: Pick<Ctx, 'pool'>,
  postIds: readonly string[],
): Promise<Map<string, MediaView[]>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await pool.query<MediaRow & { holder: string }>({
    name: 'media-of-posts',
    text: `select post_id::text as holder, id::text, kind, name, state, width, height, duration, blurhash, alt,
        small_width as "smallWidth", small_height as "smallHeight", focus_x as "focusX", focus_y as "focusY"
      from media where post_id = any($1::bigint[]) and state = 'ready' order by post_id, place`,
    values: [postIds],
  });
  return byHolder(rows);
}

/** The files of planned posts, by their ids. */
export async function mediaOfScheduled(
  { db }: Pick<Ctx, 'db'>,
  ids: readonly string[],
): Promise<Map<string, MediaView[]>> {
  if (ids.length === 0) return new Map();
  const held = and(inArray(media.scheduledId, [...ids]), eq(media.state, 'ready'));
  const rows = await db.select().from(media).where(held).orderBy(asc(media.place));
  return byHolder(rows.map((row) => ({ ...row, holder: row.scheduledId ?? '' })));
}

function byHolder(rows: readonly (MediaRow & { holder: string })[]): Map<string, MediaView[]> {
  const views = new Map<string, MediaView[]>();
  for (const row of rows) {
    const known = views.get(row.holder);
    if (known) known.push(viewOf(row));
    else views.set(row.holder, [viewOf(row)]);
  }
  return views;
}
