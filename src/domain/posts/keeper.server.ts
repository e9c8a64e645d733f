import { asc, eq, inArray, sql } from 'drizzle-orm';
import { eraseLinks, previewsInUse } from './link-previews.server.ts';
import { eraseMedia, mediaInUse } from './media-clock.server.ts';
import { scheduledPost } from './scheduled-schema.server.ts';
import { post, postEdition } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Every post of a person with what it said before, oldest first: for the file that they take along. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const posts = await db
    .select()
    .from(post)
    .where(eq(post.authorId, personId))
    .orderBy(asc(post.id));
  const editions = await db
    .select()
    .from(postEdition)
    .where(
      inArray(
        postEdition.postId,
        db.select({ id: post.id }).from(post).where(eq(post.authorId, personId)),
      ),
    )
    .orderBy(asc(postEdition.postId), asc(postEdition.number));
  const before = Map.groupBy(editions, ({ postId }) => postId);
  return posts.map(({ authorId: _own, idempotencyKey: _key, ...said }) => ({
    ...said,
    before: (before.get(said.id) ?? []).map(({ postId: _post, number: _number, ...said }) => said),
  }));
}

/** Posts that wait for their hour, the first due first. */
export async function exportScheduled({ db }: Pick<Ctx, 'db'>, personId: string) {
  const rows = await db
    .select()
    .from(scheduledPost)
    .where(eq(scheduledPost.personId, personId))
    .orderBy(asc(scheduledPost.due));
  return rows.map(({ personId: _own, idempotencyKey: _key, ...planned }) => planned);
}

/** What a person did with posts: the numbers of those that they boosted, liked, kept, pinned, muted and voted in. */
export async function exportMarks({ db }: Pick<Ctx, 'db'>, personId: string) {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select 'boost' as mark, post_id::text as post, published, null::int as choice from boost where person_id = ${personId}
    union all select 'favourite', post_id::text, null, null from favourite where person_id = ${personId}
    union all select 'bookmark', post_id::text, null, null from bookmark where person_id = ${personId}
    union all select 'pin', post_id::text, null, null from pin where person_id = ${personId}
    union all select 'muted thread', thread_id::text, null, null from thread_mute where person_id = ${personId}
    union all select 'vote', post_id::text, null, choice from poll_vote where person_id = ${personId}
    order by 1, 2, 4`);
  return rows;
}

/** How a person reads: whom they put on lists, what they filter, and the hashtags that they follow and show. */
export async function exportReading({ db }: Pick<Ctx, 'db'>, personId: string) {
  const { rows } = await db.execute<{ kept: object }>(sql`select json_build_object(
    'lists', (select coalesce(json_agg(json_build_object('title', l.title, 'repliesPolicy', l.replies_policy,
        'exclusive', l.exclusive, 'people', (select coalesce(json_agg(p.handle order by p.handle), '[]')
          from list_member m join person p on p.id = m.person_id where m.list_id = l.id)) order by l.id), '[]')
      from list l where l.person_id = ${personId}),
    'filters', (select coalesce(json_agg(json_build_object('title', f.title, 'context', f.context, 'action', f.action,
        'ends', f.ends,
        'keywords', (select coalesce(json_agg(json_build_object('keyword', k.keyword, 'wholeWord', k.whole_word)
          order by k.id), '[]') from filter_keyword k where k.filter_id = f.id),
        'posts', (select coalesce(json_agg(s.post_id::text order by s.id), '[]')
          from filter_status s where s.filter_id = f.id)) order by f.id), '[]')
      from filter f where f.person_id = ${personId}),
    'followedTags', (select coalesce(json_agg(t.tag order by t.id), '[]')
      from followed_tag t where t.person_id = ${personId}),
    'shownTags', (select coalesce(json_agg(t.shown order by t.id), '[]')
      from featured_tag t where t.person_id = ${personId})) as kept`);
  return rows[0]?.kept ?? {};
}

export { exportMedia } from './media-clock.server.ts';

/**
 * Deletes every post of a person, editions included, and their number from the posts of others, with what
 * they sent for posts: a reply that was for their followers is for nobody else from then on. Places that number posts are told by their own
 * keepers first.
 */
export async function erase(
  { db, jobs }: Pick<Tx, 'db' | 'jobs'>,
  personId: string,
): Promise<void> {
  await eraseMedia({ db, jobs }, personId);
  await eraseLinks({ db, jobs }, personId);
  await db.execute(sql`update ${post} as reply set
      followers_of = array_remove(followers_of, ${personId}::bigint),
      friends_of = array_remove(friends_of, ${personId}::bigint)
    where author_id <> ${personId} and thread_id in (
      select coalesce(thread_id, id) from ${post} where author_id = ${personId})
    and ${personId}::bigint = any(followers_of || friends_of)`);
  await takeFromCounts(db, personId);
  await db.delete(post).where(eq(post.authorId, personId));
  await db.execute(sql`delete from home_line where person_id = ${personId} or author_id = ${personId}
    or booster_id = ${personId}`);
}

/** What others wrote counts no more what this person did with it; the rows go now. */
async function takeFromCounts(db: Tx['db'], personId: string): Promise<void> {
  await db.execute(sql`with taken as (
      delete from favourite where person_id = ${personId} returning post_id)
    update ${post} set favourites = greatest(favourites - 1, 0) where id in (select post_id from taken)`);
  await db.execute(sql`with taken as (
      delete from boost where person_id = ${personId} returning post_id, visibility)
    update ${post} set boosts = greatest(boosts - 1, 0)
    where id in (select post_id from taken where visibility <> 'followers')`);
  await db.execute(sql`with theirs as (
      select in_reply_to as id, count(*)::int as n from ${post} where author_id = ${personId}
        and in_reply_to is not null and visibility in ('public', 'unlisted') and not local_only group by 1)
    update ${post} as parent set replies = greatest(replies - theirs.n, 0)
    from theirs where parent.id = theirs.id`);
}

/** Which of these files posts, planned posts or previews show; all others of them are not this area's. */
export async function picturesInUse(ctx: Pick<Ctx, 'db'>, names: string[]): Promise<string[]> {
  return [...(await mediaInUse(ctx, names)), ...(await previewsInUse(ctx, names))];
}
