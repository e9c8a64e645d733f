import { findPersonIds } from '#domain/federation/persons-by-uri.server.ts';
import { findAuthors, type Author } from '#domain/posts/authors.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * Who people are now that have moved away, by the id of their old account: as far as the new one is known here, and
 * the viewer may meet it.
 */
export async function readMoved(
  ctx: Ctx,
  authors: Iterable<Author>,
): Promise<ReadonlyMap<string, Author>> {
  const gone = [...authors].filter(({ movedTo }) => movedTo !== null);
  if (gone.length === 0) return new Map();
  const uris = [...new Set(gone.flatMap(({ movedTo }) => movedTo ?? []))];
  const known = await findPersonIds(ctx, uris);
  const found = await findAuthors(
    ctx,
    known.map(({ id }) => id),
  );
  return new Map(
    gone.flatMap(({ id, movedTo }) => {
      const now = found.get(known.find(({ uri }) => uri === movedTo)?.id ?? '');
      return now && now.id !== id ? [[id, now] as const] : [];
    }),
  );
}
