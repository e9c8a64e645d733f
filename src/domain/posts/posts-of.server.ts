import { sql, type SQL } from 'drizzle-orm';
import { readLines } from './read.server.ts';
import { post } from './schema.server.ts';
import type { Line, LineView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import { meet } from '#domain/connections/meet.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** Which of somebody's posts. A reply to oneself counts as no reply; boosts have neither media nor hashtags. */
export interface PostsOf {
  onlyMedia?: boolean;
  excludeReplies?: boolean;
  excludeBoosts?: boolean;
  pinned?: boolean;
  /** A hashtag, lower case. */
  tagged?: string | undefined;
}

/**
 * What somebody wrote and boosted, newest first, as the viewer may read it; direct posts never. With `pinned`
 * what stands first on their profile, the last pinned first, on one page. Undefined where nobody is whom the
 * viewer may meet.
 */
export async function listPostsOf(
  ctx: Ctx,
  personId: string,
  window: Window,
  options: PostsOf = {},
): Promise<LineView[] | undefined> {
  if (!(await meet(ctx, personId))) return undefined;
  const page = options.pinned
    ? pinnedBy(ctx, personId, window)
    : pageOf(ctx, personId, window, options);
  const { rows } = await ctx.db.execute<Line & Record<string, unknown>>(page);
  return readLines(ctx, options.pinned ? rows : newestFirst(rows, window));
}

function pinnedBy({ viewer }: Ctx, personId: string, { limit }: Window): SQL {
  return sql`select ${post.id}::text as id, ${post.id}::text as "postId", null as "boosterId" from pin p
    join ${post} on ${post.id} = p.post_id
    where p.person_id = ${personId} and ${visibleTo(viewer)} order by p.id desc limit ${limit}`;
}

function pageOf(ctx: Ctx, personId: string, window: Window, options: PostsOf): SQL {
  const written = options.onlyMedia
    ? withMedia(ctx, personId, window, options)
    : writtenBy(ctx, personId, window, options);
  const without = options.excludeBoosts || options.onlyMedia || options.tagged;
  const both = without ? written : sql`${written} union all ${boostedBy(ctx, personId, window)}`;
  return sql`select x.id::text as id, x.post_id::text as "postId", x.booster_id::text as "boosterId"
    from (${both}) x ${inOrder(sql`x.id`, window)} limit ${window.limit}`;
}

function wished({ excludeReplies, tagged }: PostsOf): SQL {
  const alone = excludeReplies
    ? sql`(${post.inReplyTo} is null or ${post.repliedPersonId} = ${post.authorId})`
    : sql`true`;
  const tag = tagged
    ? sql`exists (select from post_tag t where t.post_id = ${post.id} and t.tag = ${tagged})`
    : sql`true`;
  return sql`${post.visibility} <> 'direct' and ${alone} and ${tag}`;
}

function writtenBy({ viewer }: Ctx, personId: string, window: Window, options: PostsOf): SQL {
  const id = sql`${post.id}`;
  return sql`(select ${id} as id, ${id} as post_id, null::bigint as booster_id from ${post}
    where ${post.authorId} = ${personId} and ${within(id, window)} and ${wished(options)} and ${visibleTo(viewer)}
    ${inOrder(id, window)} limit ${window.limit})`;
}

/** By the files that they sent, so that somebody who sent few is read as fast. */
function withMedia({ viewer }: Ctx, personId: string, window: Window, options: PostsOf): SQL {
  const id = sql`m.post_id`;
  return sql`(select distinct ${id} as id, ${id} as post_id, null::bigint as booster_id from media m
    join ${post} on ${post.id} = ${id} and ${post.authorId} = m.owner_id
    where m.owner_id = ${personId} and ${within(id, window)} and ${wished(options)} and ${visibleTo(viewer)}
    ${inOrder(id, window)} limit ${window.limit})`;
}

function boostedBy({ viewer }: Ctx, personId: string, window: Window): SQL {
  const me = viewer?.personId ?? '0';
  return sql`(select b.id, b.post_id, b.person_id as booster_id from boost b join ${post} on ${post.id} = b.post_id
    where b.person_id = ${personId} and ${within(sql`b.id`, window)} and ${visibleTo(viewer)}
      and (b.visibility <> 'followers' or b.person_id = ${me}
        or exists (select from follow f where f.follower_id = ${me} and f.followee_id = b.person_id))
    ${inOrder(sql`b.id`, window)} limit ${window.limit})`;
}
