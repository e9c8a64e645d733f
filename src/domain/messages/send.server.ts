import { sql } from 'drizzle-orm';
import { findOfSet } from './keep.server.ts';
import { mostReaders } from './rules.ts';
import { message } from './schema.server.ts';
import { unblocked } from '#domain/connections/pairs.server.ts';
import { handleHere } from '#domain/people/handle.ts';
import { isId } from '#domain/people/id.ts';
import { readAuthors, type Author } from '#domain/posts/authors.server.ts';
import { describeMedia } from '#domain/posts/media.server.ts';
import { isKey } from '#domain/posts/rules.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { writePost, type WriteRefused } from '#domain/posts/write.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A message as somebody sends it: into a conversation that they are in, or to people by their handles. */
export type Sending = {
  text: unknown;
  mediaIds?: readonly string[];
  /** What is to be seen or heard in a file, by its id. */
  alts?: Readonly<Record<string, string>>;
  key?: string;
  /** As in `Writing`. */
  looked?: boolean;
} & ({ conversationId: string } | { handles: readonly string[] });

/** Why nobody can be written to. `gone` names the handle that is nobody's, or that of one kept apart. */
export type ReadersRefused =
  { refused: 'signIn' | 'noReaders' | 'tooManyReaders' } | { refused: 'gone'; handle: string };

/** Why a message is not taken. */
export type SendRefused = WriteRefused | ReadersRefused;

/**
 * Sends a message to the people of a conversation, or begins one with the people named. Who reads it is
 * settled before it is written: a handle in the text adds nobody. One of them with whom the sender is kept
 * apart is left out; where nobody is left, and where one of them is named at the beginning, it is refused as
 * `gone`, like somebody who never was. The same key sends once; what can be no key is none.
 */
export async function sendMessage(
  ctx: Ctx,
  sending: Sending,
): Promise<{ conversationId: string; postId: string; fresh: boolean } | SendRefused> {
  const to = await aim(ctx, sending);
  if ('refused' in to) return to;
  // Words about files are kept first: they hold also when the message is refused.
  for (const id of sending.mediaIds ?? [])
    if (sending.alts?.[id]) await describeMedia(ctx, { id, alt: sending.alts[id] });
  const made = await writePost(ctx, {
    text: sending.text,
    visibility: 'direct',
    repliesFrom: 'everyone',
    looked: sending.looked ?? false,
    ...to,
    ...(sending.mediaIds && { mediaIds: sending.mediaIds }),
    ...(isKey(sending.key) && { idempotencyKey: sending.key }),
  });
  if ('refused' in made) return made;
  const conversationId = await conversationOf(ctx, made.post.id);
  // The key may be that of a post that is no message.
  if (!conversationId) return { refused: 'gone', handle: '' };
  return { conversationId, postId: made.post.id, fresh: made.fresh };
}

interface Aim {
  readers: string[];
  conversationId?: string;
  inReplyTo?: string | null;
}

async function aim(ctx: Ctx, sending: Sending): Promise<Aim | ReadersRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  if ('conversationId' in sending) return aimAt(ctx, sending.conversationId);
  const found = await findReaders(ctx, sending.handles);
  if ('refused' in found) return found;
  const readers = found.map(({ id }) => id);
  const known = await findOfSet(ctx, ctx.viewer.personId, [ctx.viewer.personId, ...readers]);
  return known ? aimAt(ctx, known) : { readers };
}

/** The others of an own conversation whom the viewer is not kept apart from. Apps show messages as one thread, so each answers the one before. */
async function aimAt(ctx: Ctx, conversationId: string): Promise<Aim | ReadersRefused> {
  const me = ctx.viewer?.personId ?? '0';
  const gone = { refused: 'gone' as const, handle: '' };
  if (!isId(conversationId)) return gone;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select other.person_id::text as id from conversation_person own
    join conversation_person other on other.conversation_id = own.conversation_id and other.person_id <> ${me}
    where own.conversation_id = ${conversationId} and own.person_id = ${me}
      and ${unblocked(ctx.viewer ?? me, sql`other.person_id`)}`);
  if (rows.length === 0) return gone;
  const { rows: before } = await ctx.db.execute<{ id: string }>(sql`
    select m.post_id::text as id from ${message} m join ${post} on post.id = m.post_id
    where m.conversation_id = ${conversationId} and post.replies_from = 'everyone' and ${visibleTo(ctx.viewer)}
    order by m.post_id desc limit 1`);
  return { conversationId, readers: rows.map(({ id }) => id), inReplyTo: before[0]?.id ?? null };
}

async function conversationOf({ db }: Ctx, postId: string): Promise<string | undefined> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select conversation_id::text as id from ${message} where post_id = ${postId}`,
  );
  return rows[0]?.id;
}

/**
 * The people of these handles, in this order, as they are shown before one writes to them. Refuses `gone`
 * for a handle that is nobody's, or of somebody the viewer is kept apart from, whoever wished it.
 */
export async function findReaders(
  ctx: Ctx,
  handles: readonly string[],
): Promise<Author[] | ReadersRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const { host } = new URL(ctx.config.origin);
  const named = new Set(handles.map((handle) => handleHere(handle, host)));
  const others = [...named].filter((handle) => handle !== viewer.handle);
  if (others.length === 0) return { refused: 'noReaders' };
  if (others.length >= mostReaders) return { refused: 'tooManyReaders' };
  const { rows } = await ctx.db.execute<{ id: string; handle: string }>(sql`
    select p.id::text as id, p.handle from person p
    where p.handle = any(${sql.param(others)}::text[]) and p.kind <> 'group' and ${unblocked(viewer, sql`p.id`)}`);
  const ids = new Map(rows.map(({ id, handle }) => [handle, id]));
  const missing = others.find((handle) => !ids.has(handle));
  if (missing !== undefined) return { refused: 'gone', handle: missing };
  const authors = await readAuthors(ctx, [...ids.values()]);
  return others.flatMap((handle) => authors.get(ids.get(handle) ?? '') ?? []);
}

/** The conversation that the viewer has with exactly these people. */
export async function findConversationWith(
  ctx: Ctx,
  people: readonly { id: string }[],
): Promise<string | undefined> {
  if (!ctx.viewer) return undefined;
  const { personId } = ctx.viewer;
  return findOfSet(ctx, personId, [personId, ...people.map(({ id }) => id)]);
}
