import { sql } from 'drizzle-orm';
import type { Post } from '../publish.server.ts';
import { followedTag, homeLine } from '../home-schema.server.ts';
import { livesHere } from '#domain/people/lives-here.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/**
 * Lays a post's line into the home timelines that it reaches: its author's; those of followers (of friends,
 * for a post among friends), where they read its language and, for a reply, follow the person answered too;
 * and those of whoever follows one of its hashtags. A direct post is no line of any home, and nobody who lives
 * elsewhere has one here.
 */
export async function layHome(tx: Tx, made: Post, tags: readonly string[]): Promise<void> {
  if (made.visibility === 'direct') return;
  const { id, authorId, language } = made;
  const line = sql`${id}::bigint, ${id}::bigint, ${authorId}::bigint`;
  const answered = made.repliedPersonId === authorId ? null : made.repliedPersonId;
  const reached =
    made.visibility === 'friends'
      ? sql`exists (select from friendship fr
    where fr.person_id = f.follower_id and fr.friend_id = ${authorId})`
      : sql`true`;
  const reply =
    answered === null
      ? sql`true`
      : sql`(f.follower_id = ${answered} or exists (select from follow o
    where o.follower_id = f.follower_id and o.followee_id = ${answered}))`;
  await tx.db.execute(sql`
    insert into ${homeLine} (person_id, id, post_id, author_id, why)
    select p.id, ${line}, 'own' from person p where p.id = ${authorId} and ${livesHere(sql`p`)}
    union all
    select f.follower_id, ${line}, 'follow' from follow f where f.followee_id = ${authorId} and not f.away
      and ${reached} and ${reply} and (f.languages = '{}' or ${language}::text is null or ${language} = any(f.languages))
    on conflict do nothing`);
  if (made.visibility !== 'public' || tags.length === 0) return;
  await tx.db.execute(sql`
    insert into ${homeLine} (person_id, id, post_id, author_id, why)
    select distinct t.person_id, ${line}, 'tag' from ${followedTag} t where t.tag = any(${sql.param([...tags])}::text[])
      and t.person_id <> ${authorId}
    on conflict do nothing`);
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Lays a boost's line into the homes of the booster and of whoever follows them and wants to see their boosts.
 * A post of the last day is not shown twice to those who have it already. (Ids begin with their milliseconds.)
 */
export async function layBoost(
  tx: Tx,
  made: { id: string; postId: string; personId: string },
  authorId: string,
): Promise<void> {
  const line = sql`${made.id}::bigint, ${made.postId}::bigint, ${authorId}::bigint, ${made.personId}::bigint`;
  const yesterday = BigInt(tx.clock.now().getTime() - dayMs) << 16n;
  const unseen = sql`not exists (select from ${homeLine} had
    where had.person_id = reached.person_id and had.id = ${made.postId})`;
  await tx.db.execute(sql`
    insert into ${homeLine} (person_id, id, post_id, author_id, booster_id, why)
    select reached.person_id, ${line}, reached.why from (
      select p.id as person_id, 'own' as why from person p
        where p.id = ${made.personId} and ${livesHere(sql`p`)}
      union all
      select f.follower_id, 'follow' from follow f
        where f.followee_id = ${made.personId} and not f.away and f.boosts and f.follower_id <> ${authorId}) reached
    where ${BigInt(made.postId) > yesterday ? unseen : sql`true`}
    on conflict do nothing`);
}

/** Brings the newest posts of somebody home to a new follower who has a home here. */
export async function layEarlier(tx: Tx, followerId: string, followeeId: string): Promise<void> {
  await tx.db.execute(sql`
    insert into ${homeLine} (person_id, id, post_id, author_id, why)
    select ${followerId}::bigint, p.id, p.id, p.author_id, 'follow' from (
      select id, author_id, visibility, replied_person_id from post where author_id = ${followeeId} order by id desc limit 40) p
    where exists (select from follow f where f.follower_id = ${followerId} and f.followee_id = ${followeeId} and not f.away)
      and p.visibility <> 'direct' and (p.replied_person_id is null or p.replied_person_id in (${followeeId}, ${followerId}))
    on conflict do nothing`);
}

/** Takes the lines away that stood in a home because of a follow. */
export async function clearHome(tx: Tx, followerId: string, followeeId: string): Promise<void> {
  await tx.db.execute(sql`delete from ${homeLine} where person_id = ${followerId} and why = 'follow'
    and (booster_id = ${followeeId} or (booster_id is null and author_id = ${followeeId}))`);
}
