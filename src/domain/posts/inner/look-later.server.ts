import type { Post } from '../publish.server.ts';
import { mayTell } from '#domain/guard/look.ts';
import type { Tx } from '#platform/ctx.server.ts';

/**
 * Has the guard look at a post that nobody's own device has looked at, once it stands: what was written is never
 * held for it. Whoever does this job tells its author alone.
 */
export async function lookLater(tx: Tx, postId: string): Promise<void> {
  await tx.jobs.send(tx.db, 'look-at-post', { postId });
}

/** The same for a new post, where there is anything to look at; most have nothing, and cost no job. */
export async function lookLaterAtNew(
  tx: Tx,
  { id, text, language }: Pick<Post, 'id' | 'text' | 'language'>,
): Promise<void> {
  if (mayTell(text, language ?? undefined)) await lookLater(tx, id);
}
