import { sql } from 'drizzle-orm';
import { eraseFriends, exportFriends } from './friends-keeper.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What somebody chose: whom they follow, are friends with, blocked, muted, noted, show, and who follows or asks them. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string): Promise<object> {
  const { rows } = await db.execute<{ kept: object }>(sql`
    select json_build_object(
      'follows', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', f.since, 'boosts', f.boosts, 'notify', f.notify, 'languages', f.languages) order by f.id), '[]')
        from follow f join person p on p.id = f.followee_id where f.follower_id = ${personId}),
      'followers', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', f.since) order by f.id), '[]')
        from follow f join person p on p.id = f.follower_id where f.followee_id = ${personId}),
      'asked', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', r.since) order by r.id), '[]')
        from follow_request r join person p on p.id = r.asked_id where r.asker_id = ${personId}),
      'friends', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', f.since) order by f.since), '[]')
        from friendship f join person p on p.id = f.friend_id where f.person_id = ${personId}),
      'blocked', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', b.since) order by b.id), '[]')
        from block b join person p on p.id = b.blocked_id where b.person_id = ${personId}),
      'muted', (select coalesce(json_agg(json_build_object('handle', p.handle, 'since', m.since, 'ends', m.ends, 'notifications', m.notifications) order by m.id), '[]')
        from mute m join person p on p.id = m.muted_id where m.person_id = ${personId}),
      'blockedServers', (select coalesce(json_agg(d.domain order by d.id), '[]') from domain_block d where d.person_id = ${personId}),
      'notes', (select coalesce(json_agg(json_build_object('handle', p.handle, 'text', n.text)), '[]')
        from person_note n join person p on p.id = n.about_id where n.person_id = ${personId}),
      'shown', (select coalesce(json_agg(p.handle order by e.id), '[]')
        from endorsement e join person p on p.id = e.endorsed_id where e.person_id = ${personId})
    ) as kept`);
  return { ...rows[0]?.kept, ...(await exportFriends({ db }, personId)) };
}

/** Ends every connection of a person, on both sides, and counts it. */
export async function erase({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  await db.execute(sql`update follow_count c set followers = greatest(c.followers - 1, 0)
    from follow f where f.follower_id = ${personId} and c.person_id = f.followee_id`);
  await db.execute(sql`update follow_count c set following = greatest(c.following - 1, 0)
    from follow f where f.followee_id = ${personId} and c.person_id = f.follower_id`);
  await db.execute(sql`delete from follow where ${personId}::bigint in (follower_id, followee_id)`);
  await db.execute(
    sql`delete from follow_request where ${personId}::bigint in (asker_id, asked_id)`,
  );
  await eraseFriends({ db }, personId);
  await db.execute(sql`delete from friendship where ${personId}::bigint in (person_id, friend_id)`);
  await db.execute(sql`delete from block where ${personId}::bigint in (person_id, blocked_id)`);
  await db.execute(sql`delete from mute where ${personId}::bigint in (person_id, muted_id)`);
  await db.execute(sql`delete from domain_block where person_id = ${personId}`);
  await db.execute(sql`delete from person_note where ${personId}::bigint in (person_id, about_id)`);
  await db.execute(
    sql`delete from endorsement where ${personId}::bigint in (person_id, endorsed_id)`,
  );
  await db.execute(sql`delete from follow_count where person_id = ${personId}`);
}
