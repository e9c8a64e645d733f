import type { post } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

type Row = typeof post.$inferSelect;

/**
 * Says that a page with the thread of this post looks otherwise now: something came, went, says something else
 * or counts more. Only of posts that everybody may read: other threads are kept for nobody.
 */
export function stirThread(
  tx: Tx,
  { id, threadId, visibility }: Pick<Row, 'id' | 'threadId' | 'visibility'>,
): void {
  if (visibility !== 'public' && visibility !== 'unlisted') return;
  tx.wake({ kind: 'thread', id: threadId ?? id });
}
