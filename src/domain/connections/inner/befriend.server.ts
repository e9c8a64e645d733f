import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { beginFollow } from '../follows.server.ts';
import { friendRequest, friendRequestArrival } from '../friends-schema.server.ts';
import { followRequest, friendship } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Makes two people friends, in the caller's transaction, after both have said yes: they follow each other from
 * now on, what they asked of each other is answered, and both are told. The caller holds the pair's lock.
 */
export async function befriend(tx: Tx, one: string, other: string): Promise<void> {
  const since = tx.clock.now();
  const rows = [
    { personId: one, friendId: other, since },
    { personId: other, friendId: one, since },
  ];
  const made = await tx.db.insert(friendship).values(rows).onConflictDoNothing().returning();
  await answerBoth(tx, one, other);
  if (made.length === 0) return;
  for (const [followerId, followeeId] of [[one, other] as const, [other, one] as const]) {
    const asked = and(eq(followRequest.askerId, followerId), eq(followRequest.askedId, followeeId));
    await tx.db.delete(followRequest).where(asked);
    await beginFollow(tx, followerId, followeeId, {}, { quiet: true });
    tx.wake({ kind: 'friendship', id: followerId, about: [followeeId] });
  }
  await announce(tx, 'befriended', { personId: one, friendId: other });
}

async function answerBoth(tx: Tx, one: string, other: string): Promise<void> {
  const between = or(
    and(eq(friendRequest.askerId, one), eq(friendRequest.askedId, other)),
    and(eq(friendRequest.askerId, other), eq(friendRequest.askedId, one)),
  );
  const answered = await tx.db
    .update(friendRequest)
    .set({ yes: tx.clock.now(), note: '' })
    .where(and(between, isNull(friendRequest.yes), isNull(friendRequest.withdrawn)))
    .returning({ id: friendRequest.id });
  const ids = answered.map(({ id }) => id);
  await tx.db.execute(sql`delete from ${friendRequestArrival}
    where request_id = any(${sql.param(ids)}::bigint[])`);
}
