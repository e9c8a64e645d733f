import { sql, type SQL } from 'drizzle-orm';
import { message } from './schema.server.ts';
import type { ConversationState, ConversationView } from './view.ts';
import { unblocked } from '#domain/connections/pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/**
 * The viewer's conversations, the one with the newest message first; turned by that message's id. What they
 * hid, declined or left is not among them, nor one in which they are kept apart from everybody else.
 * `waiting` gives the requests instead: who asks, and never what they say.
 */
export async function listConversations(
  ctx: Ctx,
  window: Window,
  state: 'accepted' | 'waiting' = 'accepted',
): Promise<ConversationView[]> {
  const found = await readConversations(
    ctx,
    sql`own.state = ${state} and not own.hidden and ${meetsSomebody(ctx)}
      and ${within(sql`own.last_id`, window)}`,
    sql`${inOrder(sql`own.last_id`, window)} limit ${window.limit}`,
  );
  return newestFirst(found, window);
}

/** A conversation that the viewer is in; absent alike when there is none of this id. */
export async function findConversation(
  ctx: Ctx,
  id: string,
): Promise<ConversationView | undefined> {
  if (!isId(id)) return undefined;
  return (await readConversations(ctx, sql`own.conversation_id = ${id}`, sql``))[0];
}

/** The conversation in which a post stands, for those who are in it; nothing for all other posts. */
export async function findConversationOf(ctx: Ctx, postId: string): Promise<string | undefined> {
  if (!ctx.viewer || !isId(postId)) return undefined;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select m.conversation_id::text as id from ${message} m
    join conversation_person own on own.conversation_id = m.conversation_id
      and own.person_id = ${ctx.viewer.personId}
    where m.post_id = ${postId}`);
  return rows[0]?.id;
}

/** How many requests wait for the viewer, counted up to a hundred. */
export async function countRequests(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (select from conversation_person own
      where own.person_id = ${ctx.viewer?.personId ?? '0'} and own.state = 'waiting' and not own.hidden
        and own.last_id is not null and ${meetsSomebody(ctx)} limit 100) as waiting`);
  return rows[0]?.n ?? 0;
}

/**
 * The messages of a conversation that the viewer is in and may read, newest first. A request's are read here
 * too: whoever opens it looks on purpose.
 */
export async function listMessages(
  ctx: Ctx,
  conversationId: string,
  window: Window,
): Promise<PostView[]> {
  if (!ctx.viewer || !isId(conversationId)) return [];
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select m.post_id::text as id from ${message} m
    join conversation_person own on own.conversation_id = m.conversation_id and own.person_id = ${ctx.viewer.personId}
    join ${post} on post.id = m.post_id
    where m.conversation_id = ${conversationId} and ${within(sql`m.post_id`, window)}
      and ${visibleTo(ctx.viewer)}
    ${inOrder(sql`m.post_id`, window)} limit ${window.limit}`);
  const ids = newestFirst(rows, window).map(({ id }) => id);
  return readPosts(ctx, ids);
}

/** The direct posts of all conversations that the viewer has accepted, newest first, as older apps ask for them. */
export async function listDirect(ctx: Ctx, window: Window): Promise<PostView[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select m.post_id::text as id from conversation_person own
    join ${message} m on m.conversation_id = own.conversation_id join ${post} on post.id = m.post_id
    where own.person_id = ${ctx.viewer.personId} and own.state = 'accepted' and not own.hidden
      and ${within(sql`m.post_id`, window)} and ${visibleTo(ctx.viewer)}
    ${inOrder(sql`m.post_id`, window)} limit ${window.limit}`);
  const ids = newestFirst(rows, window).map(({ id }) => id);
  return readPosts(ctx, ids);
}

/** What the viewer may do with a conversation of theirs; each is theirs alone, and nobody is told. */
const changes = {
  read: sql`unread = false`,
  unread: sql`unread = true`,
  /** Out of sight until the next message. */
  hide: sql`hidden = true, unread = false`,
  accept: sql`state = 'accepted'`,
  /** Declines a request, and leaves for good: what comes after stays out of sight. */
  leave: sql`state = 'declined', unread = false`,
} satisfies Record<string, SQL>;

/** Marks, hides, accepts or leaves a conversation. Refuses `gone` for one that the viewer is not in. */
export async function changeConversation(
  ctx: Ctx,
  id: string,
  change: keyof typeof changes,
): Promise<{ refused: 'signIn' | 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ changed: boolean }>(sql`
      update conversation_person own set ${changes[change]}
      from (select conversation_id, person_id, unread, state, hidden from conversation_person
        where conversation_id = ${id} and person_id = ${viewer.personId} for update) as before
      where own.conversation_id = before.conversation_id and own.person_id = before.person_id
      returning (before.unread, before.state, before.hidden) <> (own.unread, own.state, own.hidden) as changed`);
    if (rows.length === 0) return { refused: 'gone' as const };
    if (!rows[0]?.changed) return undefined;
    const about = { conversationId: id, personId: viewer.personId };
    if (change === 'accept') await announce(tx, 'conversationAccepted', about);
    if (change === 'leave') await announce(tx, 'conversationLeft', about);
    tx.wake({ kind: 'conversation', id: viewer.personId, about: [id] });
    return undefined;
  });
}

/** Kept apart from all others, one has nobody to talk to; where they are gone, one's own words stay. */
function meetsSomebody({ viewer }: Ctx): SQL {
  const me = viewer?.personId ?? '0';
  const others = sql`from conversation_person other where other.conversation_id = own.conversation_id
    and other.person_id <> ${me}`;
  return sql`(not exists (select ${others}) or exists (select ${others}
    and ${unblocked(viewer ?? me, sql`other.person_id`)}))`;
}

interface Row extends Record<string, unknown> {
  id: string;
  state: ConversationState;
  unread: boolean;
  hidden: boolean;
  lastId: string | null;
  people: string[];
  newest: string | null;
}

async function readConversations(ctx: Ctx, which: SQL, order: SQL): Promise<ConversationView[]> {
  if (!ctx.viewer) return [];
  const me = ctx.viewer.personId;
  const { rows } = await ctx.db.execute<Row>(sql`
    select own.conversation_id::text as id, own.state, own.unread, own.hidden, own.last_id::text as "lastId",
      coalesce((select array_agg(other.person_id::text order by other.person_id) from conversation_person other
        where other.conversation_id = own.conversation_id and other.person_id <> ${me}
        and ${unblocked(ctx.viewer, sql`other.person_id`)}), '{}') as people,
      case when own.state = 'accepted' then (select m.post_id::text from ${message} m join ${post} on post.id = m.post_id
        where m.conversation_id = own.conversation_id and ${visibleTo(ctx.viewer)}
        order by m.post_id desc limit 1) end as newest
    from conversation_person own where own.person_id = ${me} and ${which} ${order}`);
  const authors = await readAuthors(
    ctx,
    rows.flatMap(({ people }) => people),
  );
  const posts = await readPosts(
    ctx,
    rows.flatMap(({ newest }) => newest ?? []),
  );
  const byId = new Map(posts.map((view) => [view.id, view]));
  return rows.map(({ people, newest, ...row }) => ({
    ...row,
    people: people.flatMap((id) => authors.get(id) ?? []),
    last: byId.get(newest ?? '') ?? null,
  }));
}
