import { and, eq, or, sql, type SQL } from 'drizzle-orm';
import { endFollow, type ConnectRefused } from './follows.server.ts';
import { friendList } from './friends-schema.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { unblocked } from './pairs.server.ts';
import { follow, friendship } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Ends a friendship quietly: nobody is told. Posts among friends, contact details and meetings end with it
 * for both, and so do the follows that it began; an older follow stays. Refuses `gone` for who is no friend.
 */
export async function unfriend(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, viewer.personId, id);
    return (await endFriendship(tx, viewer.personId, id))
      ? undefined
      : { refused: 'gone' as const };
  });
}

/** The same, in the caller's transaction. Whether there was a friendship. */
export async function endFriendship(tx: Tx, one: string, other: string): Promise<boolean> {
  // A follow that the friendship began has its very moment.
  const { rows: begun } = await tx.db.execute<{ followerId: string; followeeId: string }>(sql`
    select f.follower_id::text as "followerId", f.followee_id::text as "followeeId"
    from ${follow} f join ${friendship} n on n.person_id = f.follower_id
      and n.friend_id = f.followee_id and n.since = f.since
    where (f.follower_id, f.followee_id) in ((${one}::bigint, ${other}::bigint), (${other}::bigint, ${one}::bigint))`);
  const pair = or(
    and(eq(friendship.personId, one), eq(friendship.friendId, other)),
    and(eq(friendship.personId, other), eq(friendship.friendId, one)),
  );
  const ended = await tx.db.delete(friendship).where(pair).returning();
  if (ended.length === 0) return false;
  for (const { followerId, followeeId } of begun) await endFollow(tx, followerId, followeeId);
  tx.wake({ kind: 'friendship', id: one, about: [other] });
  tx.wake({ kind: 'friendship', id: other, about: [one] });
  await announce(tx, 'unfriended', { personId: one, friendId: other });
  return true;
}

/** A friend, and since when. */
export interface Friend {
  personId: string;
  since: Date;
}

/** Who else sees somebody's friends. */
export const friendListAudiences = ['nobody', 'friends', 'people', 'everyone'] as const;

/** One of them. */
export type FriendListAudience = (typeof friendListAudiences)[number];

const mostListed = 500;

/** The viewer's friends, the newest first. */
export function listFriends(ctx: Ctx): Promise<Friend[]> {
  return ctx.viewer ? readFriends(ctx, ctx.viewer.personId, sql`true`) : Promise.resolve([]);
}

/**
 * Somebody's friends, as the viewer may see them: those pairs alone of which both have said that this viewer
 * may. Empty alike for whoever has no friends and for whoever shows them to nobody.
 */
export async function listFriendsOf(ctx: Ctx, personId: string): Promise<Friend[]> {
  if (!isId(personId)) return [];
  if (personId === ctx.viewer?.personId) return listFriends(ctx);
  const apart = ctx.viewer
    ? sql`${unblocked(ctx.viewer, sql`f.person_id`)} and ${unblocked(ctx.viewer, sql`f.friend_id`)}`
    : sql`true`;
  const shown = sql`${showsFriendsTo(ctx, sql`f.person_id`)} and ${showsFriendsTo(ctx, sql`f.friend_id`)}`;
  return readFriends(ctx, personId, sql`${shown} and ${apart}`);
}

async function readFriends({ db }: Ctx, personId: string, also: SQL): Promise<Friend[]> {
  const { rows } = await db.execute<{ personId: string; since: string }>(sql`
    select f.friend_id::text as "personId", to_json(f.since)#>>'{}' as since from ${friendship} f
    where f.person_id = ${personId} and ${also} order by f.since desc, f.friend_id desc limit ${mostListed}`);
  return rows.map(({ since, ...friend }) => ({ ...friend, since: new Date(since) }));
}

function showsFriendsTo({ viewer }: Ctx, owner: SQL): SQL {
  const me = viewer?.personId ?? '0';
  return sql`(${owner} = ${me} or exists (select from ${friendList} l where l.person_id = ${owner}
    and (l.audience = 'everyone' or (${viewer !== null} and l.audience = 'people')
      or (l.audience = 'friends' and exists (select from ${friendship} n
        where n.person_id = ${owner} and n.friend_id = ${me})))))`;
}

/** Who else sees the viewer's friends; nobody, before they say otherwise. */
export async function readFriendListAudience({ db, viewer }: Ctx): Promise<FriendListAudience> {
  if (!viewer) return 'nobody';
  const own = eq(friendList.personId, viewer.personId);
  return (await db.select().from(friendList).where(own))[0]?.audience ?? 'nobody';
}

/** Says who else sees the viewer's friends. */
export async function showFriendsTo(
  { db, viewer }: Ctx,
  audience: FriendListAudience,
): Promise<{ refused: 'signIn' } | undefined> {
  if (!viewer) return { refused: 'signIn' };
  const { personId } = viewer;
  if (audience === 'nobody') await db.delete(friendList).where(eq(friendList.personId, personId));
  else
    await db
      .insert(friendList)
      .values({ personId, audience })
      .onConflictDoUpdate({ target: friendList.personId, set: { audience } });
  return undefined;
}

/** Whether two are friends, in the caller's transaction. */
export async function areFriends({ db }: Pick<Ctx, 'db'>, one: string, other: string) {
  const pair = and(eq(friendship.personId, one), eq(friendship.friendId, other));
  return (await db.select({ since: friendship.since }).from(friendship).where(pair)).length > 0;
}
