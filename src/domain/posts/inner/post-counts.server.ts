import { sql } from 'drizzle-orm';
import { stirThread } from './stir-thread.server.ts';
import { post, postCount } from '../schema.server.ts';
import { visibleTo } from '../visible.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

type Counted = Pick<
  typeof post.$inferSelect,
  'id' | 'threadId' | 'authorId' | 'visibility' | 'localOnly' | 'inReplyTo' | 'published'
>;

/**
 * Counts a post that came (1) or went (-1), as far as everybody may know of it: of its author, and as a reply.
 * Asked when it has come or gone: the day of the newest is looked up among those that are left.
 */
export async function countPost(tx: Tx, counted: Counted, by: 1 | -1): Promise<void> {
  const forAll = counted.visibility === 'public' || counted.visibility === 'unlisted';
  if (!forAll || counted.localOnly) return;
  const left = sql`(select date_trunc('day', ${post.published}, 'UTC') from ${post}
    where ${post.authorId} = ${counted.authorId} and ${visibleTo(null)} order by ${post.id} desc limit 1)`;
  await tx.db.execute(sql`
    insert into ${postCount} as known (person_id, posts, last_day)
    values (${counted.authorId}, greatest(${by}::int, 0), date_trunc('day', ${counted.published}::timestamptz, 'UTC'))
    on conflict (person_id) do update set posts = greatest(known.posts + ${by}, 0),
      last_day = ${by > 0 ? sql`greatest(known.last_day, excluded.last_day)` : left}`);
  if (counted.inReplyTo)
    await tx.db.execute(
      sql`update ${post} set replies = greatest(replies + ${by}, 0) where id = ${counted.inReplyTo}`,
    );
  tx.wake({ kind: 'counts', id: counted.authorId });
  stirThread(tx, counted);
}
