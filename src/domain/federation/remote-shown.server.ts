import { inArray } from 'drizzle-orm';
import { remotePost } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a post from another server is called there, and where it can be read. */
export interface RemotePost {
  uri: string;
  page: string | null;
}

/** The same of posts by id, in one statement; those of this place are left out. Their readers have read the posts. */
export async function readRemotePosts(
  { db }: Pick<Ctx, 'db'>,
  ids: readonly string[],
): Promise<Map<string, RemotePost>> {
  if (ids.length === 0) return new Map();
  const { postId, uri, page } = remotePost;
  const rows = await db
    .select({ postId, uri, page })
    .from(remotePost)
    .where(inArray(postId, [...ids]));
  return new Map(rows.map(({ postId: id, ...shown }) => [id, shown]));
}
