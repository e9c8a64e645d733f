import { randomUUID } from 'node:crypto';
import { desc, eq, sql, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { commentsAPage, longest } from './guest-post-rules.ts';
import { comment, commentHiding, guestPost } from './guest-schema.server.ts';
import { findLine, type CommentPlace } from './inner/comment-places.server.ts';
import { month } from './schema.server.ts';
import { placeKey } from '#domain/posts/place-key.ts';
import { deletePost, editPost, publishPost } from '#domain/posts/publish.server.ts';
import { meantFor } from '#domain/posts/visible.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText } from '#platform/text.server.ts';

/** A line under a guest post. A deleted or hidden one keeps its number and place, and says nothing. */
export interface CommentLine {
  number: number;
  /** An instant as `2026-11-22T20:00:00.000Z`. */
  published: string;
  /** Set when a host took it out of sight. */
  hiddenReason: string | null;
  /** Whom it answers, and where that stands; the name goes when that comment does. */
  parentNumber: number | null;
  parentName: string | null;
  said: {
    html: string;
    /** What was typed; for the one who did. */
    text: string | null;
    name: string;
    handle: string;
    authorId: string;
    edited: boolean;
  } | null;
}

interface CommentRow {
  id: string;
  number: number;
  published: string;
  parentId: string | null;
  hidden: string | null;
  html: string | null;
  text: string | null;
  edited: boolean;
  name: string;
  handle: string;
  authorId: string;
}

/**
 * The comments of one page, in the order in which they came: page 1 has the numbers 1 to 100. What was
 * deleted or hidden comes without its words, except that hosts (`hosts`) still read what is hidden.
 */
export async function listComments(
  ctx: Ctx,
  { guestPostId, page = 1, hosts = false }: { guestPostId: string; page?: number; hosts?: boolean },
): Promise<CommentLine[]> {
  const first = (page - 1) * commentsAPage;
  const rows = await readRows(
    ctx,
    'comments',
    hosts,
    sql`k.guest_post_id = ${guestPostId} and k.number > ${first} and k.number <= ${first + commentsAPage}`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const away = rows.flatMap(({ parentId }) => (parentId && !known.has(parentId) ? [parentId] : []));
  if (away.length > 0) {
    const earlier = sql`k.id = any(${sql.param(away)}::bigint[])`;
    for (const row of await readRows(ctx, 'comments-answered', false, earlier))
      known.set(row.id, row);
  }
  return rows.map((row) => lineOf(row, row.parentId ? known.get(row.parentId) : undefined));
}

const dialect = new PgDialect();

/** A prepared statement: planning this join anew would cost more than the reading. */
async function readRows(ctx: Ctx, name: string, hosts: boolean, which: SQL): Promise<CommentRow[]> {
  const { sql: text, params } = dialect.sqlToQuery(sql`
    select k.id::text, k.number,
      to_char(k.published at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as published, k.parent_id::text as "parentId", h.reason as hidden,
      post.html, case when person.id = ${ctx.viewer?.personId ?? '0'}::bigint then post.text end as text, post.updated is not null as edited,
      person.name, person.handle, person.id::text as "authorId"
    from comment k
    left join comment_hiding h on h.comment_id = k.id
    left join post on post.id = k.post_id and (h.comment_id is null or ${hosts}) and ${meantFor(ctx.viewer)}
    left join person on person.id = post.author_id
    where ${which} order by k.number`);
  const query = { name: ctx.viewer ? `${name}-viewer` : name, text, values: params };
  return (await ctx.pool.query<CommentRow>(query)).rows;
}

function lineOf(row: CommentRow, parent: CommentRow | undefined): CommentLine {
  const { number, published, hidden, text, html, name, handle, authorId, edited } = row;
  return {
    number,
    published,
    hiddenReason: hidden,
    parentNumber: parent?.number ?? null,
    parentName: parent && !parent.hidden ? parent.name : null,
    said: html === null ? null : { html, text, name, handle, authorId, edited },
  };
}

/** Why a comment is not taken. `gone`: no such published guest post, or the answered one is not of it. */
export interface CommentRefused {
  refused: 'signIn' | 'gone' | 'empty' | 'tooLong' | 'notText' | 'tooFast';
}

/**
 * Says something under a published guest post, to all or in answer to a comment. With a key it is said
 * once, however often it is sent. Refuses guests, more than 2,000 characters, and more than six in a
 * minute or sixty in an hour.
 */
export async function publishComment(
  ctx: Ctx,
  input: {
    guestPostId: string;
    text: unknown;
    answers?: number | undefined;
    key?: string | undefined;
    /** As in `Writing`. */
    looked?: boolean;
  },
): Promise<{ number: number } | CommentRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  const text = readComment(input.text);
  if (typeof text !== 'string') return text;
  if (await tooFast(ctx, ctx.viewer.personId)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const found = await openPost(tx, input.guestPostId);
    if (!found) return { refused: 'gone' };
    const parent = await answered(tx, input.guestPostId, input.answers);
    if (parent === undefined) return { refused: 'gone' };
    const made = await publishPost(tx, {
      text,
      visibility: 'public',
      inReplyTo: parent?.postId ?? null,
      looked: input.looked ?? false,
      idempotencyKey: placeKey(`${input.guestPostId} ${input.key ?? randomUUID()}`),
    });
    if ('refused' in made) return made;
    if (!made.fresh) return twinOf(tx, made.post.id);
    const number = await nextNumber(tx, input.guestPostId);
    await tx.db.insert(comment).values({
      guestPostId: input.guestPostId,
      number,
      parentId: parent?.id ?? null,
      postId: made.post.id,
      published: made.post.published,
    });
    tx.wake({ kind: 'month', id: found.monthId });
    return { number };
  });
}

/** Changes an own comment; that it was changed is said. Refuses `gone` for all others. */
export async function editComment(
  ctx: Ctx,
  { text: typed, looked = false, ...place }: CommentPlace & { text: unknown; looked?: boolean },
): Promise<{ number: number } | CommentRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  const text = readComment(typed);
  if (typeof text !== 'string') return text;
  if (await tooFast(ctx, ctx.viewer.personId)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const found = await findLine(tx, place);
    if (!found?.postId || found.hidden) return { refused: 'gone' };
    const edited = await editPost(tx, { id: found.postId, text, looked });
    if ('refused' in edited) return edited;
    tx.wake({ kind: 'month', id: found.monthId });
    return { number: place.number };
  });
}

/** Deletes an own comment: its words go from everywhere, its number stays. Refuses `gone` for all others. */
export async function deleteComment(
  ctx: Ctx,
  place: CommentPlace,
): Promise<{ deleted: true } | CommentRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const found = await findLine(tx, place);
    if (!found?.postId) return { refused: 'gone' };
    const deleted = await deletePost(tx, found.postId);
    if ('refused' in deleted) return deleted;
    await tx.db.delete(commentHiding).where(eq(commentHiding.commentId, found.id));
    tx.wake({ kind: 'month', id: found.monthId });
    return { deleted: true };
  });
}

function readComment(input: unknown): string | CommentRefused {
  const text = plainText(input, { maxGraphemes: longest.comment });
  return text === '' ? { refused: 'empty' } : text;
}

async function tooFast(ctx: Ctx, personId: string): Promise<boolean> {
  const minute = await limited(ctx, `comment:${personId}`, { times: 6, seconds: 60 });
  return (await limited(ctx, `comment-hour:${personId}`, { times: 60, seconds: 3600 })) || minute;
}

/** Locks the guest post, so that numbers are given one after the other. */
async function openPost(tx: Tx, guestPostId: string) {
  const [found] = await tx.db
    .select({ monthId: guestPost.monthId, published: guestPost.published, state: month.state })
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .where(eq(guestPost.id, guestPostId))
    .for('update', { of: guestPost });
  return found?.published && found.state !== 'draft' ? found : undefined;
}

/** The comment that is answered: null for none, undefined when it cannot be answered any more. */
async function answered(tx: Tx, guestPostId: string, number: number | undefined) {
  if (number === undefined) return null;
  const found = await findLine(tx, { guestPostId, number });
  return found?.postId && !found.hidden ? { id: found.id, postId: found.postId } : undefined;
}

async function twinOf(
  { db }: Tx,
  postId: string,
): Promise<{ number: number } | { refused: 'gone' }> {
  const [found] = await db
    .select({ number: comment.number })
    .from(comment)
    .where(eq(comment.postId, postId));
  return found ?? { refused: 'gone' };
}

async function nextNumber({ db }: Tx, guestPostId: string): Promise<number> {
  const [last] = await db
    .select({ number: comment.number })
    .from(comment)
    .where(eq(comment.guestPostId, guestPostId))
    .orderBy(desc(comment.number))
    .limit(1);
  return (last?.number ?? 0) + 1;
}
