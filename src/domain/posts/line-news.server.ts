import { sql, type SQL } from 'drizzle-orm';
import { homeLine } from './home-schema.server.ts';
import { standsInAPlace } from './inner/places.server.ts';
import { readLines } from './read.server.ts';
import { post } from './schema.server.ts';
import type { Line, LineView } from './view.ts';
import { muted } from '#domain/connections/pairs.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a new line is: enough to know which streams it may belong to. It says nothing of who may read it. */
export interface LineFacts {
  postId: string;
  /** A public post of its own, no reply, no boost and no line of a chat: it stands in the public timelines. */
  open: boolean;
  /** Whether who wrote it is of this place. */
  local: boolean;
  media: boolean;
  /** Under which hashtags it stands: those of a public post, a reply too, and none of a boost. */
  tags: string[];
}

type Row = LineFacts & Line & { authorId: string } & Record<string, unknown>;

/** A line by its id, be it a post's or a boost's. */
export async function lineFacts(ctx: Ctx, id: string): Promise<LineFacts | undefined> {
  return (await findLine(ctx, id))?.facts;
}

async function findLine({ db }: Ctx, id: string) {
  const { rows } = await db.execute<Row>(sql`
    select l.id::text, l.post_id::text as "postId", l.booster_id::text as "boosterId",
      post.author_id::text as "authorId",
      l.booster_id is null and post.visibility = 'public' and post.in_reply_to is null
        and not ${standsInAPlace} as open, not post.elsewhere as local,
      exists (select from media m where m.post_id = post.id) as media,
      array(select t.tag from post_tag t where t.post_id = post.id and post.visibility = 'public'
        and l.booster_id is null) as tags
    from (select id, id as post_id, null::bigint as booster_id from post where id = ${id}
      union all select id, post_id, person_id from boost where id = ${id}) l
    join ${post} on post.id = l.post_id`);
  const row = rows[0];
  if (!row) return undefined;
  const { postId, open, local, media, tags, boosterId, authorId } = row;
  return { facts: { postId, open, local, media, tags }, line: { id, postId, boosterId }, authorId };
}

/**
 * A line as the viewer reads it in a timeline; nothing when it is not for them, when it is gone, and when
 * they have muted who wrote or boosted it.
 */
export async function readLine(ctx: Ctx, id: string): Promise<LineView | undefined> {
  const found = ctx.viewer ? await findLine(ctx, id) : undefined;
  if (!found || !ctx.viewer) return undefined;
  const { authorId, line } = found;
  const me = ctx.viewer.personId;
  const unheard = (other: string | null) => muted(ctx, me, sql`${other}::bigint`);
  const { rows } = await ctx.db.execute<{ silent: boolean }>(
    sql`select ${unheard(authorId)} or ${unheard(line.boosterId)} as silent`,
  );
  return rows[0]?.silent ? undefined : (await readLines(ctx, [line]))[0];
}

/**
 * Of these people those who have a line, or any line of a post, at home: also after it was deleted. A boost
 * that was taken back is a line, and is deleted as posts are. Lines of people on their exclusive lists do not
 * stand there.
 */
export async function haveAtHome(
  { db }: Pick<Ctx, 'db'>,
  about: { line: string } | { post: string },
  people: readonly string[],
): Promise<Set<string>> {
  const which: SQL =
    'line' in about ? sql`h.id = ${about.line}` : sql`${about.post} in (h.post_id, h.id)`;
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct h.person_id::text as id from ${homeLine} h
    where h.person_id = any(${sql.param(people)}::bigint[]) and ${which}
      and not exists (select from list l join list_member m on m.list_id = l.id
        where l.person_id = h.person_id and l.exclusive and m.person_id = coalesce(h.booster_id, h.author_id))`);
  return new Set(rows.map(({ id }) => id));
}

/** Of these lists those in which a line, or a post, stands now. It may be read there by whom it may be read. */
export async function listsWith(
  { db }: Pick<Ctx, 'db'>,
  about: { line: string } | { post: string },
  listIds: readonly string[],
): Promise<Set<string>> {
  const id = 'line' in about ? about.line : about.post;
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct l.id::text as id
    from (select id as post_id, author_id as who, replied_person_id as answered from post
        where id = ${id} and visibility <> 'direct'
      union all select post_id, person_id, null from boost where id = ${id}) n
    join list_member m on m.person_id = n.who join list l on l.id = m.list_id
    where l.id = any(${sql.param(listIds)}::bigint[]) and (n.answered is null or n.answered = n.who
      or case l.replies_policy when 'none' then false
        when 'list' then n.answered = l.person_id or exists (select from list_member o
          where o.list_id = l.id and o.person_id = n.answered)
        else n.answered = l.person_id or exists (select from follow f
          where f.follower_id = l.person_id and f.followee_id = n.answered) end)`);
  return new Set(rows.map(({ id: listId }) => listId));
}

/** Whether a list is the viewer's. */
export async function ownsList({ db, viewer }: Ctx, listId: string): Promise<boolean> {
  if (!viewer) return false;
  const { rows } = await db.execute(
    sql`select from list where id = ${listId} and person_id = ${viewer.personId}`,
  );
  return rows.length > 0;
}
