import { sql, type SQL } from 'drizzle-orm';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { unblocked } from '#domain/connections/pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** A place in a list under a post: its own number, and whom or what stands there. */
export interface Marked {
  id: string;
  personId: string;
}

/**
 * Who likes a post, the newest first; nobody from whom the viewer is kept apart. Nothing for a post that the
 * viewer may not read.
 */
export function listFavouriters(ctx: Ctx, postId: string, window: Window) {
  return listBy(ctx, postId, sql`favourite`, sql`true`, window);
}

/** Who boosted a post; boosts for followers only are listed for those. */
export function listBoosters(ctx: Ctx, postId: string, window: Window) {
  const me = ctx.viewer?.personId ?? '0';
  const heard = sql`(t.visibility <> 'followers' or t.person_id = ${me} or exists (select from follow f
    where f.follower_id = ${me} and f.followee_id = t.person_id))`;
  return listBy(ctx, postId, sql`boost`, heard, window);
}

/** Which posts quote a post, as far as the viewer may read them; what its author took back is left out. */
export async function listQuotes(
  ctx: Ctx,
  postId: string,
  window: Window,
): Promise<string[] | undefined> {
  if (!(await isThere(ctx, postId))) return undefined;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select post.id::text as id from ${post} where post.quoted_id = ${postId} and post.quote_revoked is null
      and ${visibleTo(ctx.viewer)} and ${within(sql`post.id`, window)}
    ${inOrder(sql`post.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window).map(({ id }) => id);
}

async function listBy(
  ctx: Ctx,
  postId: string,
  from: SQL,
  also: SQL,
  window: Window,
): Promise<Marked[] | undefined> {
  if (!(await isThere(ctx, postId))) return undefined;
  const { viewer } = ctx;
  const meets = viewer
    ? sql`(t.person_id = ${viewer.personId} or ${unblocked(viewer, sql`t.person_id`)})`
    : sql`true`;
  const { rows } = await ctx.db.execute<Marked & Record<string, unknown>>(sql`
    select t.id::text as id, t.person_id::text as "personId" from ${from} t
    where t.post_id = ${postId} and ${also} and ${meets} and ${within(sql`t.id`, window)}
    ${inOrder(sql`t.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window);
}

async function isThere({ db, viewer }: Ctx, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { rows } = await db.execute(
    sql`select from ${post} where post.id = ${id} and ${visibleTo(viewer)}`,
  );
  return rows.length > 0;
}
