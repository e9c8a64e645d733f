import { and, eq, gt, sql } from 'drizzle-orm';
import { storeMedia } from './inner/media-files.server.ts';
import { viewOf, type MediaView } from './inner/media-view.server.ts';
import { longestAlt, type Focus, type MediaRefusal } from './media-rules.ts';
import { media } from './media-schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText } from '#platform/text.server.ts';

export type { MediaView } from './inner/media-view.server.ts';

/** Why a file is not taken or not changed. */
export type MediaRefused = { refused: MediaRefusal };

const often = { times: 30, seconds: 30 * 60 };
const dayMs = 24 * 60 * 60 * 1000;
const mostBytesADay = 500 * 1024 * 1024;

/**
 * Whether the viewer may send a file now; asked before a body of forty megabytes is read, and counted:
 * thirty in half an hour, 500 MB in a day.
 */
export async function mayAddMedia(ctx: Ctx): Promise<MediaRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (await limited(ctx, `media of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  const since = new Date(ctx.clock.now().getTime() - dayMs);
  const [sent] = await ctx.db
    .select({ bytes: sql<string>`coalesce(sum(${media.bytes}), 0)` })
    .from(media)
    .where(and(eq(media.ownerId, viewer.personId), gt(media.created, since)));
  return Number(sent?.bytes) > mostBytesADay ? { refused: 'tooMuch' } : undefined;
}

/** What is said about a file: words for those who do not see or hear it, and where the eye should rest. */
export interface MediaWords {
  alt?: unknown;
  focus?: Focus | null | undefined;
}

/**
 * Keeps a file for a post that its sender has yet to write; it goes after a day when none shows it.
 * Nothing but pixels is kept of a picture. Refuses what `mediaWords` names.
 */
export async function addMedia(
  ctx: Ctx,
  { bytes, ...said }: MediaWords & { bytes: Buffer },
): Promise<MediaView | MediaRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const words = readWords(said);
  if ('refused' in words) return words;
  const stored = await storeMedia(ctx, bytes);
  if ('refused' in stored) return stored;
  const { personId: ownerId } = viewer;
  const row = { ...stored, ...words, ownerId, created: ctx.clock.now() };
  try {
    const [made] = await ctx.db.insert(media).values(row).returning();
    if (!made) throw new Error('No media was kept.');
    return viewOf(made);
  } catch (fault) {
    await ctx.storage.remove(stored.name);
    throw fault;
  }
}

/** A file that the viewer sent, wherever it stands; nothing for everything else. */
export async function findOwnMedia(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  id: string,
): Promise<MediaView | undefined> {
  if (!viewer || !isId(id)) return undefined;
  const [found] = await db.select().from(media).where(own(viewer.personId, id));
  return found && viewOf(found);
}

/**
 * Changes what is said about an own file, also when a post shows it. What is not named stays.
 * Refuses `gone` for any other file.
 */
export async function describeMedia(
  ctx: Ctx,
  { id, ...said }: MediaWords & { id: string },
): Promise<MediaView | MediaRefused> {
  const { viewer } = ctx;
  if (!viewer || !isId(id)) return { refused: 'gone' };
  const words = readWords(said);
  if ('refused' in words) return words;
  return inTransaction(ctx, async (tx) => {
    const mine = own(viewer.personId, id);
    const [found] = await tx.db.select().from(media).where(mine).for('update');
    if (!found) return { refused: 'gone' as const };
    if (Object.keys(words).length === 0) return viewOf(found);
    const [after] = await tx.db.update(media).set(words).where(mine).returning();
    if (after?.postId) tx.wake({ kind: 'postChanged', id: after.postId });
    return after ? viewOf(after) : { refused: 'gone' as const };
  });
}

/** Takes an own file away that no post shows or will show; its files go by a job. Refuses `gone` and `inUse`. */
export async function removeMedia(ctx: Ctx, id: string): Promise<MediaRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer || !isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const mine = own(viewer.personId, id);
    const [found] = await tx.db.select().from(media).where(mine).for('update');
    if (!found) return { refused: 'gone' as const };
    if (found.postId || found.scheduledId) return { refused: 'inUse' as const };
    await removeRow(tx, found);
    return undefined;
  });
}

async function removeRow(tx: Tx, { id, name }: { id: string; name: string }): Promise<void> {
  await tx.db.delete(media).where(eq(media.id, id));
  await tx.jobs.send(tx.db, 'remove-pictures', { names: [name] });
}

function own(personId: string, id: string) {
  return and(eq(media.id, id), eq(media.ownerId, personId));
}

function readWords({
  alt,
  focus,
}: MediaWords): { alt?: string; focusX?: number; focusY?: number } | MediaRefused {
  const words = alt === undefined ? undefined : plainText(alt, { maxGraphemes: longestAlt });
  if (typeof words === 'object')
    return { refused: words.refused === 'tooLong' ? 'altTooLong' : 'altNotText' };
  return {
    ...(words !== undefined && { alt: words }),
    ...(focus && { focusX: focus.x, focusY: focus.y }),
  };
}
