import { and, eq, sql } from 'drizzle-orm';
import { findRow, gone } from './inner/found.server.ts';
import { layBoost } from './inner/lay-home.server.ts';
import { readLines } from './read.server.ts';
import { boost, post } from './schema.server.ts';
import type { LineView } from './view.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Who hears of a boost: as posts, but never more than may read the post. */
export type BoostVisibility = (typeof boost.$inferSelect)['visibility'];

const often = { times: 300, seconds: 3 * 60 * 60 };

/**
 * Shows a post to those who follow the viewer; once, however often it is asked. Refuses `gone` for what the
 * viewer may not read, and alike for what may not be shown on: posts for followers, unless they are one's own
 * (then followers alone see it), and all that are for friends or for those named.
 */
export async function boostPost(
  ctx: Ctx,
  { id, visibility = 'public' }: { id: string; visibility?: BoostVisibility },
): Promise<LineView | { refused: 'gone' | 'tooFast' }> {
  const { viewer } = ctx;
  if (!viewer) return gone;
  const made = await inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    const widest = found && widestOf(found.row, viewer.personId);
    if (!found || !widest) return gone;
    const known = await findBoost(tx, id, viewer.personId);
    if (known) return { id: known };
    if (await limited(tx, `boosts of ${viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    return { id: await write(tx, found.row, widest === 'followers' ? widest : visibility) };
  });
  if (made.refused) return { refused: made.refused };
  const line = { id: made.id, postId: id, boosterId: viewer.personId };
  return (await readLines(ctx, [line]))[0] ?? gone;
}

/** A boost by its own number, where the viewer may know of it and read what it shows. */
export async function findBoostLine(ctx: Ctx, id: string): Promise<LineView | undefined> {
  if (!isId(id)) return undefined;
  const { postId, personId: boosterId } = boost;
  const [line] = await ctx.db
    .select({ id: boost.id, postId, boosterId })
    .from(boost)
    .where(eq(boost.id, id));
  return line && (await readLines(ctx, [line]))[0];
}

function widestOf(
  { visibility, authorId }: Pick<typeof post.$inferSelect, 'visibility' | 'authorId'>,
  me: string,
): BoostVisibility | undefined {
  if (visibility === 'public' || visibility === 'unlisted') return 'public';
  return visibility === 'followers' && authorId === me ? 'followers' : undefined;
}

async function findBoost({ db }: Tx, postId: string, personId: string) {
  const [known] = await db.select({ id: boost.id }).from(boost).where(by(postId, personId));
  return known?.id;
}

async function write(
  tx: Tx,
  { id: postId, authorId }: { id: string; authorId: string },
  visibility: BoostVisibility,
): Promise<string> {
  const personId = tx.viewer?.personId ?? '0';
  const row = { postId, personId, visibility, published: tx.clock.now() };
  const [made] = await tx.db.insert(boost).values(row).onConflictDoNothing().returning();
  // Its twin, which came at the same moment, has done the rest.
  if (!made) return (await findBoost(tx, postId, personId)) ?? '0';
  if (visibility !== 'followers') await count(tx, postId, 1);
  await layBoost(tx, made, authorId);
  await announce(tx, 'boosted', { boostId: made.id, postId, personId });
  tx.wake({ kind: 'line', id: made.id });
  return made.id;
}

/**
 * Takes a boost back, also of what the viewer may not read any more. Its lines stay in home timelines for a while,
 * where nobody sees them: whoever had it must be told. Where there was none nothing happens, or `gone` is refused
 * for what the viewer may not read.
 */
export async function unboostPost(ctx: Ctx, id: string): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || !isId(id)) return gone;
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    const [taken] = await tx.db.delete(boost).where(by(id, personId)).returning();
    if (!taken) return (await findRow(tx, id)) ? undefined : gone;
    if (taken.visibility !== 'followers') await count(tx, id, -1);
    await announce(tx, 'unboosted', { boostId: taken.id, postId: id, personId });
    const [{ authorId = '' } = {}] = await tx.db.select().from(post).where(eq(post.id, id));
    tx.wake({ kind: 'postDeleted', id: taken.id, about: [personId, authorId] });
    return undefined;
  });
}

async function count({ db }: Tx, postId: string, by: 1 | -1): Promise<void> {
  await db.execute(
    sql`update ${post} set boosts = greatest(boosts + ${by}::int, 0) where id = ${postId}`,
  );
}

function by(postId: string, personId: string) {
  return and(eq(boost.postId, postId), eq(boost.personId, personId));
}
