import { and, eq } from 'drizzle-orm';
import type { Post } from '../publish.server.ts';
import { post } from '../schema.server.ts';
import { visibleTo } from '../visible.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Tx, Viewer } from '#platform/ctx.server.ts';

/** What is not there, and what one may not know of. */
export const gone = { refused: 'gone' } as const;

/** The row of a post that the viewer may read; nothing for every other, and for guests. */
export async function findRow(
  tx: Tx,
  id: string,
): Promise<{ viewer: Viewer; row: Post } | undefined> {
  const { viewer } = tx;
  if (!viewer || !isId(id)) return undefined;
  const [row] = await tx.db
    .select()
    .from(post)
    .where(and(eq(post.id, id), visibleTo(viewer)));
  return row && { viewer, row };
}

/** The same for an own post, which nobody else changes meanwhile. */
export async function lockOwn(
  tx: Tx,
  id: string,
): Promise<{ viewer: Viewer; row: Post } | undefined> {
  const { viewer } = tx;
  if (!viewer || !isId(id)) return undefined;
  const own = and(eq(post.id, id), eq(post.authorId, viewer.personId));
  const [row] = await tx.db.select().from(post).where(own).for('update');
  return row && { viewer, row };
}
