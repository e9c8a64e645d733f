import { sql, type SQL } from 'drizzle-orm';
import { readPosts } from './read.server.ts';
import { standsInAPlace } from './inner/places.server.ts';
import { post } from './schema.server.ts';
import type { PostView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import { muted } from '#domain/connections/pairs.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** How many further hashtags of each kind one page of a hashtag may ask for. */
const mostFurtherTags = 4;

/** From where: of people of this place, or of other servers; where nothing is said, of both. */
export type Origin = 'here' | 'elsewhere' | undefined;

/** Which posts of a hashtag: with one of `any` as well, with all of `all`, with none of `none`. */
export interface TagWishes {
  any?: readonly string[];
  all?: readonly string[];
  none?: readonly string[];
  onlyMedia?: boolean;
  origin?: Origin;
}

/**
 * The newest public posts, of this place alone where it is asked for, as the viewer may read them; nobody in it whom they muted. Replies are
 * left out, and what belongs to a chat or stands under a guest post: an hour of talk would push all else away.
 * Guests read it without what is for people signed in here.
 */
export async function listPublic(
  ctx: Ctx,
  window: Window,
  { onlyMedia = false, origin }: Pick<TagWishes, 'onlyMedia' | 'origin'> = {},
): Promise<PostView[]> {
  const begins = sql`${post.visibility} = 'public' and ${post.inReplyTo} is null and ${from(origin)}`;
  const open = sql`not ${standsInAPlace} and ${readableBy(ctx)}`;
  // Walked in order from inside: a planner that thinks little of what is asked outside would read and sort them all.
  const page = onlyMedia
    ? sql`select distinct m.post_id::text as id, m.post_id as turn from media m join ${post} on ${post.id} = m.post_id
        where ${within(sql`m.post_id`, window)} and ${begins} and ${open} ${inOrder(sql`m.post_id`, window)}`
    : sql`select ${post.id}::text as id
        from (select * from ${post} where ${within(sql`${post.id}`, window)} and ${begins}
          ${inOrder(sql`${post.id}`, window)}) ${post}
        where ${open} ${inOrder(sql`${post.id}`, window)}`;
  return readPage(ctx, page, window);
}

/**
 * The newest public posts with a hashtag (lower case), replies too, as the viewer may read them. Each hashtag
 * is read for itself, so that many cost no more than their pages.
 */
export async function listTagged(
  ctx: Ctx,
  tag: string,
  window: Window,
  { any = [], all = [], none = [], onlyMedia = false, origin }: TagWishes = {},
): Promise<PostView[]> {
  const few = (tags: readonly string[]) => sql.param(tags.slice(0, mostFurtherTags));
  const media = onlyMedia
    ? sql`exists (select from media m where m.post_id = t.post_id)`
    : sql`true`;
  const wanted = sql.param([...new Set([tag, ...any.slice(0, mostFurtherTags)])]);
  const page = sql`select distinct x.post_id::text as id, x.post_id from unnest(${wanted}::text[]) as wanted (tag)
    cross join lateral (select t.post_id from post_tag t join ${post} on ${post.id} = t.post_id
      where t.tag = wanted.tag and ${within(sql`t.post_id`, window)} and ${post.visibility} = 'public'
        and ${from(origin)} and ${readableBy(ctx)} and ${media}
        and not exists (select from unnest(${few(all)}::text[]) as a (tag) where not exists (
          select from post_tag o where o.post_id = t.post_id and o.tag = a.tag))
        and not exists (select from post_tag o where o.post_id = t.post_id and o.tag = any(${few(none)}::text[]))
      ${inOrder(sql`t.post_id`, window)} limit ${window.limit}) x
    ${inOrder(sql`x.post_id`, window)}`;
  return readPage(ctx, page, window);
}

function from(origin: Origin): SQL {
  if (!origin) return sql`true`;
  return origin === 'here' ? sql`not ${post.elsewhere}` : sql`${post.elsewhere}`;
}

/** What the viewer may read, and does not keep away from themselves. */
function readableBy(ctx: Ctx): SQL {
  const { viewer } = ctx;
  if (!viewer) return visibleTo(null);
  return sql`${visibleTo(viewer)} and not ${muted(ctx, viewer.personId, post.authorId)}`;
}

async function readPage(ctx: Ctx, page: SQL, window: Window): Promise<PostView[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`${page} limit ${window.limit}`);
  return readPosts(
    ctx,
    newestFirst(rows, window).map(({ id }) => id),
  );
}
