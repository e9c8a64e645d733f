import { and, eq, isNull, sql } from 'drizzle-orm';
import { endFriendship } from './friends.server.ts';
import { friendRequest, friendRequestArrival } from './friends-schema.server.ts';
import { endFollow, type ConnectRefused } from './follows.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { meet } from './meet.server.ts';
import { block, mute } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Keeps two apart: they never appear to each other again, follow each other no longer, are no friends. Nobody
 * is told. Blocking again changes nothing.
 */
export async function blockPerson(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  return withOther(ctx, id, async (tx, personId) => {
    await lockPair(tx, personId, id);
    await tx.db
      .insert(block)
      .values({ personId, blockedId: id, since: tx.clock.now() })
      .onConflictDoNothing();
    await endFollow(tx, personId, id);
    await endFollow(tx, id, personId);
    await endFriendship(tx, personId, id);
    await forgetRequests(tx, personId, id);
    tx.wake({ kind: 'block', id: personId, about: [id] });
    tx.wake({ kind: 'block', id, about: [personId] });
    await announce(tx, 'blocked', { personId, blockedId: id });
  });
}

/**
 * What the one who blocks had asked is taken back, and what they were asked lies nowhere any more. Whoever is
 * blocked finds what they sent as it was: it lapses like any other.
 */
async function forgetRequests(tx: Tx, personId: string, blockedId: string): Promise<void> {
  const own = and(eq(friendRequest.askerId, personId), eq(friendRequest.askedId, blockedId));
  await tx.db
    .update(friendRequest)
    .set({ withdrawn: tx.clock.now(), note: '' })
    .where(and(own, isNull(friendRequest.withdrawn), isNull(friendRequest.yes)));
  await tx.db.execute(sql`delete from ${friendRequestArrival} a using ${friendRequest} r
    where r.id = a.request_id and ${personId}::bigint in (r.asker_id, r.asked_id)
      and ${blockedId}::bigint in (r.asker_id, r.asked_id)`);
}

/** Takes a block back. What it ended does not come back by itself. */
export async function unblockPerson(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  return withOther(ctx, id, async (tx, personId) => {
    await tx.db.delete(block).where(and(eq(block.personId, personId), eq(block.blockedId, id)));
    tx.wake({ kind: 'block', id: personId, about: [id] });
  });
}

/** Hears nothing of somebody, in timelines and, unless said otherwise, in notifications; for `seconds`, or until unmuted. */
export async function mutePerson(
  ctx: Ctx,
  id: string,
  { notifications = true, seconds = 0 }: { notifications?: boolean; seconds?: number } = {},
): Promise<ConnectRefused | undefined> {
  return withOther(ctx, id, async (tx, personId) => {
    const since = tx.clock.now();
    const ends = seconds > 0 ? new Date(since.getTime() + seconds * 1000) : null;
    await tx.db
      .insert(mute)
      .values({ personId, mutedId: id, notifications, ends, since })
      .onConflictDoUpdate({ target: [mute.personId, mute.mutedId], set: { notifications, ends } });
    tx.wake({ kind: 'mute', id: personId });
  });
}

/** Hears somebody again. */
export async function unmutePerson(ctx: Ctx, id: string): Promise<ConnectRefused | undefined> {
  return withOther(ctx, id, async (tx, personId) => {
    await tx.db.delete(mute).where(and(eq(mute.personId, personId), eq(mute.mutedId, id)));
    tx.wake({ kind: 'mute', id: personId });
  });
}

async function withOther(
  ctx: Ctx,
  id: string,
  act: (tx: Tx, personId: string) => Promise<void>,
): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (viewer.personId === id) return { refused: 'self' };
  return inTransaction(ctx, async (tx) => {
    if (!(await meet(tx, id))) return { refused: 'gone' as const };
    await act(tx, viewer.personId);
    return undefined;
  });
}
