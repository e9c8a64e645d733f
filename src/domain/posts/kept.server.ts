import { sql, type SQL } from 'drizzle-orm';
import { readPosts } from './read.server.ts';
import { bookmark, favourite, post } from './schema.server.ts';
import type { PostView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** A post with the number of the mark on it, which turns the pages. */
export interface Kept {
  id: string;
  post: PostView;
}

/** What the viewer keeps to read again, the last kept first, as far as they may still read it. */
export function listBookmarks(ctx: Ctx, window: Window): Promise<Kept[]> {
  return listMarked(ctx, sql`${bookmark}`, window);
}

/** What the viewer likes, the last liked first, as far as they may still read it. */
export function listFavourites(ctx: Ctx, window: Window): Promise<Kept[]> {
  return listMarked(ctx, sql`${favourite}`, window);
}

async function listMarked(ctx: Ctx, marks: SQL, window: Window): Promise<Kept[]> {
  const { viewer, db } = ctx;
  if (!viewer) return [];
  const { rows } = await db.execute<{ id: string; postId: string }>(sql`
    select k.id::text as id, k.post_id::text as "postId" from ${marks} k join ${post} on ${post.id} = k.post_id
    where k.person_id = ${viewer.personId} and ${within(sql`k.id`, window)} and ${visibleTo(viewer)}
    ${inOrder(sql`k.id`, window)} limit ${window.limit}`);
  const posts = await readPosts(
    ctx,
    rows.map(({ postId }) => postId),
  );
  const byId = new Map(posts.map((view) => [view.id, view]));
  const kept = rows.flatMap(({ id, postId }) => {
    const view = byId.get(postId);
    return view ? [{ id, post: view }] : [];
  });
  return newestFirst(kept, window);
}
