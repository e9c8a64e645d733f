import { sql } from 'drizzle-orm';
import { message } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { rewritePost, type FileWords, type RewriteRefused } from '#domain/posts/edit.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What an own message says from now on. What is not named stays. */
export interface MessageChange {
  id: string;
  text: unknown;
  mediaIds?: readonly string[];
  files?: readonly FileWords[];
  /** As in `Writing`. */
  looked?: boolean;
}

/** An own message of this conversation; nothing for every other post. */
export async function findOwnMessage(
  ctx: Ctx,
  conversationId: string,
  id: string,
): Promise<PostView | undefined> {
  if (!isId(conversationId) || !(await isOwn(ctx, id, conversationId))) return undefined;
  return findPost(ctx, id);
}

/**
 * Changes an own message for all who read it: the same people, whatever the new text names. What it said
 * before is its author's alone, as with every post. Refuses `gone` for one that is not there or not the
 * viewer's, and what `rewritePost` refuses.
 */
export async function changeMessage(
  ctx: Ctx,
  change: MessageChange,
): Promise<{ changed: boolean } | RewriteRefused> {
  if (!(await isOwn(ctx, change.id))) return { refused: 'gone' };
  return rewritePost(ctx, change);
}

/**
 * Deletes an own message, for all who could read it, and its files at once. Refuses `gone` for one that is
 * not there or not the viewer's.
 */
export async function deleteMessage(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  if (!(await isOwn(ctx, id))) return { refused: 'gone' };
  return removePost(ctx, { id, media: true });
}

async function isOwn({ db, viewer }: Ctx, id: string, conversationId?: string): Promise<boolean> {
  if (!viewer || !isId(id)) return false;
  const here = conversationId ? sql`m.conversation_id = ${conversationId}` : sql`true`;
  const { rows } = await db.execute(sql`select from ${message} m join post p on p.id = m.post_id
    where m.post_id = ${id} and p.author_id = ${viewer.personId} and ${here}`);
  return rows.length > 0;
}
