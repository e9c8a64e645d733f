import { and, eq, sql } from 'drizzle-orm';
import { countFollow } from './inner/follow-counts.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { meet, type Met } from './meet.server.ts';
import { hasBlocked } from './pairs.server.ts';
import { endorsement, follow, followRequest } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Why a connection is not made. `gone`: nobody is there, or not for this person. */
export interface ConnectRefused {
  refused: 'signIn' | 'gone' | 'self' | 'tooFast';
}

/** How somebody is followed: with their boosts, with a word for each post, in these languages. */
export interface FollowWishes {
  boosts?: boolean;
  notify?: boolean;
  languages?: string[];
}

const often = { times: 400, seconds: 24 * 60 * 60 };

/**
 * Follows somebody, or asks to when they decide that themselves. Doing it again changes how they are
 * followed. Following somebody whom one has blocked is refused as if they were not there. Who lives elsewhere is
 * always asked: their server answers.
 */
export async function followPerson(
  ctx: Ctx,
  id: string,
  wishes: FollowWishes = {},
): Promise<{ state: 'follows' | 'asked' } | ConnectRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (viewer.personId === id) return { refused: 'self' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, viewer.personId, id);
    const met = await meet(tx, id);
    if (!met || (await hasBlocked(tx, viewer, id))) return { refused: 'gone' as const };
    if (await changeFollow(tx, viewer, id, wishes)) return { state: 'follows' as const };
    if (await limited(tx, `follows of ${viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    return met.locked ? ask(tx, viewer, met, wishes) : beginFollow(tx, viewer.personId, id, wishes);
  });
}

function pairOf(followerId: string, followeeId: string) {
  return and(eq(follow.followerId, followerId), eq(follow.followeeId, followeeId));
}

async function changeFollow({ db }: Tx, viewer: Viewer, id: string, wishes: FollowWishes) {
  const own = pairOf(viewer.personId, id);
  if (Object.keys(wishes).length === 0)
    return (await db.select({ id: follow.id }).from(follow).where(own)).length > 0;
  return (await db.update(follow).set(wishes).where(own).returning({ id: follow.id })).length > 0;
}

async function ask(tx: Tx, viewer: Viewer, met: Met, wishes: FollowWishes) {
  const asked = { askerId: viewer.personId, askedId: met.id };
  const [made] = await tx.db
    .insert(followRequest)
    .values({ ...asked, ...wishes, since: tx.clock.now() })
    .onConflictDoNothing()
    .returning({ id: followRequest.id });
  if (made) await announce(tx, 'followAsked', asked);
  return { state: 'asked' as const };
}

/**
 * Begins a follow, in the caller's transaction, and tells the one followed unless it is `quiet`. A follow that
 * is there already stays as it is.
 */
export async function beginFollow(
  tx: Tx,
  followerId: string,
  followeeId: string,
  wishes: FollowWishes,
  { quiet = false }: { quiet?: boolean } = {},
) {
  const away = sql`(select host is not null from ${person} where id = ${followerId})`;
  const [made] = await tx.db
    .insert(follow)
    .values({ followerId, followeeId, ...wishes, away, since: tx.clock.now() })
    .onConflictDoNothing()
    .returning({ id: follow.id });
  if (made) {
    await countFollow(tx, { followerId, followeeId }, 1);
    await announce(tx, quiet ? 'followedQuietly' : 'followed', { followerId, followeeId });
    tx.wake({ kind: 'follow', id: followerId });
  }
  return { state: 'follows' as const };
}

/** Follows somebody no longer, and takes back the asking. Nobody is told. */
export async function unfollowPerson(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    if (!(await meet(tx, id))) return { refused: 'gone' as const };
    await endFollow(tx, viewer.personId, id);
    return undefined;
  });
}

/** Lets a follower follow no longer. Nobody is told. */
export async function removeFollower(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    if (!(await meet(tx, id))) return { refused: 'gone' as const };
    await endFollow(tx, id, viewer.personId);
    return undefined;
  });
}

/** Ends a follow and its asking, in the caller's transaction. Whom one no longer follows one no longer shows. */
export async function endFollow(tx: Tx, followerId: string, followeeId: string): Promise<void> {
  const asking = and(eq(followRequest.askerId, followerId), eq(followRequest.askedId, followeeId));
  const asked = await tx.db.delete(followRequest).where(asking).returning();
  await tx.db
    .delete(endorsement)
    .where(and(eq(endorsement.personId, followerId), eq(endorsement.endorsedId, followeeId)));
  const [ended] = await tx.db
    .delete(follow)
    .where(pairOf(followerId, followeeId))
    .returning({ id: follow.id });
  const was = ended ? 'follow' : asked.length > 0 ? 'request' : 'nothing';
  await announce(tx, 'unfollowed', { followerId, followeeId, was });
  if (!ended) return;
  await countFollow(tx, { followerId, followeeId }, -1);
  tx.wake({ kind: 'follow', id: followerId });
}

/** Answers somebody who asked to follow the viewer. Refuses `gone` when nobody of this id asks. */
export async function answerFollowRequest(
  ctx: Ctx,
  askerId: string,
  yes: boolean,
): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, viewer.personId, askerId);
    if (!(await meet(tx, askerId))) return { refused: 'gone' as const };
    const asked = and(
      eq(followRequest.askerId, askerId),
      eq(followRequest.askedId, viewer.personId),
    );
    const [request] = await tx.db.delete(followRequest).where(asked).returning();
    if (!request) return { refused: 'gone' as const };
    const { boosts, notify, languages } = request;
    // That it was accepted is heard as the follow itself.
    if (yes) await beginFollow(tx, askerId, viewer.personId, { boosts, notify, languages });
    else await announce(tx, 'followDeclined', { askerId, askedId: viewer.personId });
    return undefined;
  });
}
