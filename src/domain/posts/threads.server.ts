import { sql } from 'drizzle-orm';
import { readPosts } from './read.server.ts';
import { post } from './schema.server.ts';
import type { PostView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import { muted } from '#domain/connections/pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a post answers, the first of the thread first, and what answers it, each reply under its parent. */
export interface Thread {
  ancestors: PostView[];
  descendants: PostView[];
}

/** How much of a thread is read. Guests see less: they cost as much and may be anybody. */
const most = {
  guest: { ancestors: 40, descendants: 60, depth: 20, walked: 2000 },
  known: { ancestors: 4096, descendants: 4096, depth: 4096, walked: 8192 },
};

/**
 * The thread around a post that the viewer may read; nothing for every other. Each post of it is there only
 * where the viewer may read it; people whom they muted are left out. Replies that were folded come last
 * among those beside them.
 */
export async function readThread(ctx: Ctx, id: string): Promise<Thread | undefined> {
  if (!isId(id)) return undefined;
  const places = await walk(ctx, id);
  if (places.length === 0) return undefined;
  const views = await readPosts(
    ctx,
    places.filter(({ side }) => side !== 0).map((place) => place.id),
  );
  const up = new Set(places.filter(({ side }) => side < 0).map((place) => place.id));
  return {
    ancestors: views.filter((view) => up.has(view.id)),
    descendants: views.filter((view) => !up.has(view.id)).slice(0, boundsOf(ctx).descendants),
  };
}

/**
 * The numbers of all posts of the thread that this post begins, itself first, in the order in which they came, as far as
 * the viewer may read them; `most` at a time.
 */
export async function listThread(ctx: Ctx, id: string, mostPosts: number): Promise<string[]> {
  if (!isId(id)) return [];
  const here = sql`${post.id} = ${id} or ${post.threadId} = ${id}`;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select ${post.id}::text as id from ${post} where (${here}) and ${visibleTo(ctx.viewer)}
    order by ${post.id} limit ${mostPosts}`);
  return rows.map((row) => row.id);
}

const boundsOf = ({ viewer }: Ctx) => (viewer ? most.known : most.guest);

type Place = { id: string; side: -1 | 0 | 1 };

/**
 * The ids of a thread in the order of reading: `side` is -1 for what stands above, 0 for the post itself.
 * It walks along the index of replies, past what the viewer may not read, and shows only what they may.
 */
async function walk(ctx: Ctx, id: string): Promise<Place[]> {
  const { viewer, db } = ctx;
  const bounds = boundsOf(ctx);
  const heard = viewer ? sql`not ${muted(ctx, viewer.personId, post.authorId)}` : sql`true`;
  const { rows } = await db.execute<Place>(sql`
    with recursive start as (
      select post.id, post.in_reply_to as above from ${post} where post.id = ${id} and ${visibleTo(viewer)}
    ), up (id, above, depth) as (
      select above, (select p.in_reply_to from post p where p.id = above), 1 from start where above is not null
      union all
      select p.id, p.in_reply_to, up.depth + 1 from up join post p on p.id = up.above
        where up.depth < ${bounds.ancestors}
    ), down (id, path, depth) as (
      select r.id, array[(r.folded is not null)::int::bigint, r.id], 1 from start join post r on r.in_reply_to = start.id
      union all
      select r.id, down.path || array[(r.folded is not null)::int::bigint, r.id], down.depth + 1
        from down join post r on r.in_reply_to = down.id where down.depth < ${bounds.depth}
    ), around as (
      select id, -1 as side, array[-depth]::bigint[] as path from up
      union all
      select * from (select id, 1, path from down limit ${bounds.walked}) as capped
    )
    select id::text as id, 0 as side from start
    union all
    select * from (
      select around.id::text as id, around.side from around join ${post} on post.id = around.id
      where ${visibleTo(viewer)} and ${heard}
      order by around.side, around.path limit ${bounds.ancestors + bounds.descendants}) as shown`);
  return rows;
}
