import { eq } from 'drizzle-orm';
import { gone, lockOwn } from './inner/found.server.ts';
import { media } from './media-schema.server.ts';
import { deletePost } from './publish.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Deletes an own post. Its files are nobody's to see from then on, and can stand under a new post for an
 * hour; with `media` they go at once. Refuses `gone` for a post that is not there or is somebody else's.
 */
export async function removePost(
  ctx: Ctx,
  { id, media: withMedia = false }: { id: string; media?: boolean },
): Promise<{ refused: 'gone' } | undefined> {
  return inTransaction(ctx, async (tx) => {
    if (!(await lockOwn(tx, id))) return gone;
    await announce(tx, 'removing', { postId: id });
    if (withMedia) {
      const files = await tx.db.delete(media).where(eq(media.postId, id)).returning();
      const names = files.map(({ name }) => name);
      if (names.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names });
    }
    const deleted = await deletePost(tx, id);
    return 'refused' in deleted ? gone : undefined;
  });
}
