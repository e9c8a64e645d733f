import { sql, type SQL } from 'drizzle-orm';
import type { RepliesPolicy } from './list-rules.ts';
import { findList } from './lists.server.ts';
import { readLines } from './read.server.ts';
import { post } from './schema.server.ts';
import type { Line, LineView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import { follows, muted } from '#domain/connections/pairs.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/**
 * The newest posts and boosts of the people on an own list; undefined for a list that is not there. Of
 * each person on it the newest line is read; then, of those whose line is among the page's, no more than can
 * stand above the last of these: a list of busy people costs hardly more than one of quiet ones.
 */
export async function listListed(
  ctx: Ctx,
  listId: string,
  window: Window,
): Promise<LineView[] | undefined> {
  const found = await findList(ctx, listId);
  if (!found || !ctx.viewer) return undefined;
  const me = ctx.viewer.personId;
  const edge = window.minId
    ? sql`case when count(*) over () < ${window.limit} then 9223372036854775807 else max(id) over () end`
    : sql`case when count(*) over () < ${window.limit} then 0 else min(id) over () end`;
  const first = linesOf(ctx, found, window, sql`1`, () => sql`true`);
  const all = linesOf(ctx, found, window, sql`${window.limit}::bigint + 1 - who.place`, (id) =>
    window.minId ? sql`${id} <= who.edge` : sql`${id} >= who.edge`,
  );
  const { rows } = await ctx.db.execute<Line & Record<string, unknown>>(sql`
    with head as (
      select who.person_id, who.kind, x.id from (
        select o.person_id, k.kind from list_member o
        cross join lateral (select f.boosts from follow f
          where f.follower_id = ${me} and f.followee_id = o.person_id offset 0) f
        join (values ('post'), ('boost')) as k (kind) on k.kind = 'post' or f.boosts
        where o.list_id = ${listId} and not ${muted(ctx, me, sql`o.person_id`)}) who
      cross join lateral ${first} x),
    newest as materialized (
      select h.id, h.person_id, h.kind, row_number() over (${inOrder(sql`h.id`, window)}) as place from head h
      ${inOrder(sql`h.id`, window)} limit ${window.limit}),
    who as materialized (select person_id, kind, place, ${edge} as edge from newest)
    select x.id::text as id, x.post_id::text as "postId", x.booster_id::text as "boosterId"
    from who cross join lateral ${all} x ${inOrder(sql`x.id`, window)} limit ${window.limit}`);
  return readLines(ctx, newestFirst(rows, window));
}

interface Of {
  id: string;
  repliesPolicy: RepliesPolicy;
}

/** The newest lines of the person and the kind that `who` names, as far as they can be on the page (`near`). */
function linesOf(
  ctx: Ctx,
  { id, repliesPolicy }: Of,
  window: Window,
  limit: SQL,
  near: (id: SQL) => SQL,
): SQL {
  const me = ctx.viewer?.personId ?? '0';
  const readable = sql`${post.visibility} <> 'direct' and ${visibleTo(ctx.viewer)}`;
  return sql`(
    (select ${post.id} as id, ${post.id} as post_id, null::bigint as booster_id from ${post}
      where who.kind = 'post' and ${post.authorId} = who.person_id and ${within(sql`${post.id}`, window)}
        and ${near(sql`${post.id}`)} and ${readable} and ${repliesBy(me, id, repliesPolicy)}
      ${inOrder(sql`${post.id}`, window)} limit ${limit})
    union all
    (select b.id, b.post_id, b.person_id from boost b join ${post} on ${post.id} = b.post_id
      where who.kind = 'boost' and b.person_id = who.person_id and ${within(sql`b.id`, window)}
        and ${near(sql`b.id`)} and ${readable}
        and not ${muted(ctx, me, post.authorId)}
      ${inOrder(sql`b.id`, window)} limit ${limit}))`;
}

/** Which replies stand on the list; those to oneself and to its owner always do. */
function repliesBy(me: string, listId: string, policy: RepliesPolicy): SQL {
  const answered = post.repliedPersonId;
  const also = {
    followed: follows(me, answered),
    list: sql`exists (select from list_member o where o.list_id = ${listId} and o.person_id = ${answered})`,
    none: sql`false`,
  }[policy];
  return sql`(${post.inReplyTo} is null or ${answered} in (${post.authorId}, ${me}::bigint) or ${also})`;
}
