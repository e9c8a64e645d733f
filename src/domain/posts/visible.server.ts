import { eq, inArray, or, type SQL } from 'drizzle-orm';
import { post } from './schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/**
 * The one visibility predicate: a condition over `post` that holds for what this viewer may read.
 * Every reader joins through it; nobody reads a post first and asks afterwards. `null` is everybody:
 * what a stream, a kept page or a feed may say.
 */
export function visibleTo(viewer: Pick<Viewer, 'personId'> | null): SQL {
  const forAll = inArray(post.visibility, ['public', 'unlisted']);
  return viewer ? (or(forAll, eq(post.authorId, viewer.personId)) ?? forAll) : forAll;
}
