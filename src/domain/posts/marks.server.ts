import { and, count, eq, sql } from 'drizzle-orm';
import { findRow, gone, lockOwn } from './inner/found.server.ts';
import { bookmark, favourite, pin, post, threadMute } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/** Why a mark is not set: there is no such post for the viewer. */
export type MarkRefused = { refused: 'gone' };

/** How many own posts may stand first on a profile. */
export const mostPins = 5;

/** Likes a post; once, however often it is asked. Refuses `gone` for what the viewer may not read. */
export async function favouritePost(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async (tx, mine) => {
    const made = await tx.db.insert(favourite).values(mine).onConflictDoNothing().returning();
    if (made.length > 0) await favouriteCame(tx, mine, 1);
  });
}

/** Takes a like back. */
export async function unfavouritePost(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async (tx, { postId, personId }) => {
    const own = and(eq(favourite.postId, postId), eq(favourite.personId, personId));
    const taken = await tx.db.delete(favourite).where(own).returning();
    if (taken.length > 0) await favouriteCame(tx, { postId, personId }, -1);
  });
}

async function favouriteCame(tx: Tx, { postId, personId }: Mine, by: 1 | -1): Promise<void> {
  await tx.db.execute(
    sql`update ${post} set favourites = greatest(favourites + ${by}::int, 0) where id = ${postId}`,
  );
  await announce(tx, by > 0 ? 'favourited' : 'unfavourited', { postId, personId });
}

/** Keeps a post to read again; nobody else learns of it. */
export async function bookmarkPost(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async ({ db }, mine) => {
    await db.insert(bookmark).values(mine).onConflictDoNothing();
  });
}

/** Keeps it no longer. */
export async function unbookmarkPost(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async ({ db }, { postId, personId }) => {
    await db
      .delete(bookmark)
      .where(and(eq(bookmark.postId, postId), eq(bookmark.personId, personId)));
  });
}

/**
 * Puts an own post first on the profile. Refuses `gone` for what the viewer may not read, `notOwn`, `direct`
 * for a post that is for those named in it, and `tooMany` for a sixth.
 */
export async function pinPost(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' | 'notOwn' | 'direct' | 'tooMany' } | undefined> {
  return inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    if (!found) return gone;
    const { personId } = found.viewer;
    if (found.row.authorId !== personId) return { refused: 'notOwn' as const };
    if (found.row.visibility === 'direct') return { refused: 'direct' as const };
    // One after another, so that two at once are not six in the end.
    await tx.db.execute(sql`select from person where id = ${personId} for no key update`);
    const own = eq(pin.personId, personId);
    if (
      (
        await tx.db
          .select()
          .from(pin)
          .where(and(own, eq(pin.postId, id)))
      ).length > 0
    )
      return;
    const [pins] = await tx.db.select({ n: count() }).from(pin).where(own);
    if ((pins?.n ?? 0) >= mostPins) return { refused: 'tooMany' as const };
    await tx.db.insert(pin).values({ postId: id, personId });
    return undefined;
  });
}

/** Takes it from there. Refuses `gone`, and `notOwn` for a post of somebody else. */
export async function unpinPost(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' | 'notOwn' } | undefined> {
  return inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    if (!found) return gone;
    const { personId } = found.viewer;
    if (found.row.authorId !== personId) return { refused: 'notOwn' as const };
    await tx.db.delete(pin).where(and(eq(pin.postId, id), eq(pin.personId, personId)));
    return undefined;
  });
}

/** Wants to hear no more of the thread that a post stands in. */
export async function muteThread(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async ({ db }, { personId, threadId }) => {
    await db.insert(threadMute).values({ personId, threadId }).onConflictDoNothing();
  });
}

/** Wants to hear of it again. */
export async function unmuteThread(ctx: Ctx, id: string): Promise<MarkRefused | undefined> {
  return onPost(ctx, id, async ({ db }, { personId, threadId }) => {
    await db
      .delete(threadMute)
      .where(and(eq(threadMute.personId, personId), eq(threadMute.threadId, threadId)));
  });
}

/**
 * Folds a reply away, or open again: it stands last in its thread, closed. Whoever began the thread may.
 * Refuses `gone` to everybody else.
 */
export async function foldReply(
  ctx: Ctx,
  { id, folded }: { id: string; folded: boolean },
): Promise<MarkRefused | undefined> {
  return inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    const threadId = found?.row.threadId;
    if (!found || !threadId) return gone;
    const first = and(eq(post.id, threadId), eq(post.authorId, found.viewer.personId));
    if ((await tx.db.select({ id: post.id }).from(post).where(first)).length === 0) return gone;
    const set = { folded: folded ? tx.clock.now() : null };
    await tx.db.update(post).set(set).where(eq(post.id, id));
    tx.wake({ kind: 'postChanged', id });
    return undefined;
  });
}

/** Changes who may answer an own post, or quote it, from now on. Refuses `gone` for all others. */
export async function changeRights(
  ctx: Ctx,
  {
    id,
    ...rights
  }: { id: string } & Partial<Pick<typeof post.$inferSelect, 'repliesFrom' | 'quotes'>>,
): Promise<MarkRefused | undefined> {
  return inTransaction(ctx, async (tx) => {
    if (!(await lockOwn(tx, id))) return gone;
    if (Object.keys(rights).length === 0) return undefined;
    await tx.db.update(post).set(rights).where(eq(post.id, id));
    tx.wake({ kind: 'postChanged', id });
    return undefined;
  });
}

interface Mine {
  postId: string;
  personId: string;
}

async function onPost(
  ctx: Ctx,
  id: string,
  work: (tx: Tx, mine: Mine & { threadId: string }) => Promise<void>,
): Promise<MarkRefused | undefined> {
  return inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    if (!found) return gone;
    const { row, viewer } = found;
    await work(tx, { postId: id, personId: viewer.personId, threadId: row.threadId ?? id });
    return undefined;
  });
}
