import { sql, type SQL } from 'drizzle-orm';
import { namesCondition } from './condition-words.ts';
import { handleOf } from './people-search.server.ts';
import { findPost, readPosts } from './read.server.ts';
import { post } from './schema.server.ts';
import { readSearch, tagStart, type Sought } from './search-words.ts';
import { readTags, type TagView } from './tags.server.ts';
import type { PostView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import { meet, meetByHandle } from '#domain/connections/meet.server.ts';
import { muted } from '#domain/connections/pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { within, type Window } from '#platform/window.server.ts';

/** Which part of what is found; `authorId`: only of this person. */
export interface PostSearch extends Window {
  offset?: number;
  authorId?: string | undefined;
}

const mostOffset = 1000;
const mostMilliseconds = 3000;

/**
 * The newest posts that hold these words, for people signed in: public ones of authors who agreed to be found,
 * the viewer's own, those that name them, and those that they boosted, liked or kept; as far as they may read
 * them. Words may be "together", -left out, or put after `from:`, `has:`, `before:`, `after:`. What takes
 * longer than three seconds finds nothing.
 */
export async function searchPosts(
  ctx: Ctx,
  typed: string,
  { offset = 0, authorId, ...window }: PostSearch,
): Promise<PostView[]> {
  const { viewer } = ctx;
  const sought = readSearch(typed);
  if (!viewer || (authorId !== undefined && !isId(authorId))) return [];
  const author = sought.from ? await authorOf(ctx, sought.from) : authorId;
  if ((sought.from && !author) || (!sought.words && !author)) return [];
  const id = sql`${post.id}`;
  // Its plan depends on how rare the words are: it is made anew each time, which the remark in front says.
  const page = sql`/* by its words */ select ${id}::text as id from ${post}
    where ${matches(sought)} and ${within(id, window)} and ${author ? sql`${post.authorId} = ${author}` : sql`true`}
      and ${agreed(viewer.personId)} and ${visibleTo(viewer)} and not ${muted(ctx, viewer.personId, post.authorId)}
    order by ${id} desc limit ${window.limit} offset ${Math.min(offset, mostOffset)}`;
  return readPosts(ctx, await soon(ctx, page));
}

async function authorOf(ctx: Ctx, from: string): Promise<string | undefined> {
  if (from === 'me') return ctx.viewer?.personId;
  const handle = handleOf(ctx, from);
  return handle === undefined ? undefined : (await meetByHandle(ctx, handle))?.id;
}

function matches({ words, media, before, after }: Sought): SQL {
  const parts = [
    words &&
      sql`to_tsvector('simple', ${post.contentNote} || ' ' || ${post.text}) @@ websearch_to_tsquery('simple', ${words})`,
    media && sql`exists (select from media m where m.post_id = ${post.id})`,
    before && sql`${post.published} < ${before}`,
    after && sql`${post.published} >= ${after}`,
  ].filter((part) => typeof part === 'object');
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

/** Whether a post may be found at all: its author agreed, or the viewer has to do with it. Looked up row by row. */
function agreed(me: string): SQL {
  const marked = (marks: string) =>
    sql`exists (select from ${sql.raw(marks)} x where x.post_id = ${post.id} and x.person_id = ${me} offset 0)`;
  return sql`(${post.authorId} = ${me} or (${post.visibility} = 'public'
      and exists (select from person a where a.id = ${post.authorId} and a.indexable offset 0))
    or ${marked('bookmark')} or ${marked('favourite')} or ${marked('boost')} or ${marked('post_mention')})`;
}

async function soon({ db }: Ctx, page: SQL): Promise<string[]> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${mostMilliseconds}`));
      return (await tx.execute<{ id: string }>(page)).rows.map(({ id }) => id);
    });
  } catch (fault) {
    const cause = fault instanceof Error ? fault.cause : undefined;
    if (cause instanceof Error && 'code' in cause && cause.code === queryCanceled) return [];
    throw fault;
  }
}

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const queryCanceled = '57014';

/**
 * Hashtags of public posts that begin with what was typed, the very same first, then by name. One that names
 * an illness is there only when it was typed to its end.
 */
export async function searchTags(
  ctx: Ctx,
  typed: string,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<TagView[]> {
  const start = tagStart(typed);
  if (!start) return [];
  const next = (after: SQL) => sql`(select t.tag from post_tag t where ${after}
    and t.tag ~<~ ${`${start}\u{10ffff}`} order by t.tag using ~<~ limit 1)`;
  const { rows } = await ctx.db.execute<{ tag: string }>(sql`
    with recursive found (tag, place) as (
      select x.tag, 1 from ${next(sql`t.tag ~>=~ ${start}`)} x
      union all
      select x.tag, found.place + 1 from found cross join lateral ${next(sql`t.tag ~>~ found.tag`)} x
      where found.place < ${mostTags})
    select found.tag from found where exists (
      select from post_tag t join ${post} on ${post.id} = t.post_id
      where t.tag = found.tag and ${post.visibility} = 'public' and ${visibleTo(ctx.viewer)})
    order by found.place`);
  const known = rows.map(({ tag }) => tag).filter((tag) => tag === start || !namesCondition(tag));
  const page = known.slice(offset, offset + limit);
  return readTags(
    ctx,
    page.map((tag) => ({ tag, shown: tag })),
  );
}

const mostTags = 100;

/** What an address of this place leads to, as the viewer may see it. */
export interface Addressed {
  personId?: string;
  post?: PostView;
}

/** Follows an address that somebody pasted, if it is one of this place; nothing is fetched for it. */
export async function findAddressed(ctx: Ctx, typed: string): Promise<Addressed | undefined> {
  const url = URL.parse(typed.trim());
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.origin !== new URL(ctx.config.origin).origin) return {};
  const [, acct = '', id] = ownAddress.exec(url.pathname) ?? [];
  const handle = handleOf(ctx, acct);
  const met = handle && (await meetByHandle(ctx, handle));
  if (!met) return {};
  if (!id) return { personId: met.id };
  const found = await findPost(ctx, id);
  return found?.author.id === met.id ? { post: found } : {};
}

/** A page of somebody or of a post, and what both are called by other servers. */
const ownAddress = /^\/(?:@|users\/)([^/]{1,400})(?:\/(?:statuses\/)?(\d{1,18}))?\/?$/;

/**
 * Looks on another server for whom or what a whole handle (`@anna@elsewhere.example`) or an address means, for people
 * who are signed in; nothing for other words. What is found is read through the viewer.
 */
export async function lookElsewhere(ctx: Ctx, typed: string): Promise<Addressed | undefined> {
  const words = typed.trim();
  if (!ctx.viewer || !/^(?:@?[\w.-]+@[^\s@]+|https?:\/\/\S+)$/i.test(words)) return undefined;
  const found = await ctx.elsewhere(ctx, words);
  if (!found) return undefined;
  if ('personId' in found) return (await meet(ctx, found.personId)) && found;
  const post = await findPost(ctx, found.postId);
  return post && { post };
}
