import { sql } from 'drizzle-orm';
import { followCount } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** Counts a follow that began (1) or ended (-1), in the order of the ids, so that two never wait for each other. */
export async function countFollow(
  tx: Tx,
  { followerId, followeeId }: { followerId: string; followeeId: string },
  by: 1 | -1,
): Promise<void> {
  await tx.db.execute(sql`
    insert into ${followCount} as known (person_id, followers, following)
    select id, case when id = ${followeeId} then ${by}::int else 0 end, case when id = ${followerId} then ${by}::int else 0 end
    from unnest(array[least(${followerId}::bigint, ${followeeId}::bigint), greatest(${followerId}::bigint, ${followeeId}::bigint)]) as id
    on conflict (person_id) do update set
      followers = greatest(known.followers + excluded.followers, 0),
      following = greatest(known.following + excluded.following, 0)`);
  tx.wake({ kind: 'counts', id: followerId });
  tx.wake({ kind: 'counts', id: followeeId });
}
