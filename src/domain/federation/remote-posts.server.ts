import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { personUri, postIdOfUri, postUri } from './addresses.ts';
import { remotePost } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { boost, post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** The number of a post by what it is called, ours or another server's, whoever may read it; nothing when unknown. */
export async function findPostId(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  uri: string,
): Promise<string | undefined> {
  const own = postIdOfUri(config.origin, uri);
  if (!own) {
    const [known] = await db
      .select({ id: remotePost.postId })
      .from(remotePost)
      .where(eq(remotePost.uri, uri));
    return known?.id;
  }
  const [found] = await db
    .select({ id: post.id, handle: person.handle })
    .from(post)
    .innerJoin(person, eq(person.id, post.authorId))
    .where(and(eq(post.id, own)));
  return found && postUri(config.origin, found.handle, found.id) === uri ? found.id : undefined;
}

/** Keeps what a post from another server is called there. False when it is known already. */
export async function nameRemotePost(
  tx: Tx,
  {
    quoteAuthorization = null,
    ...names
  }: { postId: string; uri: string; page: string | null; quoteAuthorization?: string | null },
): Promise<boolean> {
  const made = await tx.db
    .insert(remotePost)
    .values({ ...names, quoteAuthorization, fetched: tx.clock.now() })
    .onConflictDoNothing()
    .returning({ postId: remotePost.postId });
  return made.length > 0;
}

/** Keeps where the consent to its quote stands. */
export async function nameQuoteAuthorization(
  tx: Tx,
  postId: string,
  quoteAuthorization: string | null,
): Promise<void> {
  await tx.db.update(remotePost).set({ quoteAuthorization }).where(eq(remotePost.postId, postId));
}

/** Which posts quote something because this says that they may. */
export async function findQuotersBy(
  { db }: Pick<Ctx, 'db'>,
  quoteAuthorization: string,
): Promise<string[]> {
  const rows = await db
    .select({ id: remotePost.postId })
    .from(remotePost)
    .where(eq(remotePost.quoteAuthorization, quoteAuthorization));
  return rows.map(({ id }) => id);
}

/** What posts are called on the wire, by number: their own server's address, or ours. */
export async function urisOfPosts(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: post.id, handle: person.handle, uri: remotePost.uri })
    .from(post)
    .innerJoin(person, eq(person.id, post.authorId))
    .leftJoin(remotePost, eq(remotePost.postId, post.id))
    .where(inArray(post.id, [...new Set(ids)]));
  return new Map(
    rows.map(({ id, handle, uri }) => [id, uri ?? postUri(config.origin, handle, id)]),
  );
}

/** A club of this place that shows a post on. */
export interface Showing {
  id: string;
  handle: string;
  boostId: string;
}

/** The clubs of this place, and their companions, that show a post to everybody who follows them. */
export async function listShowing({ db }: Pick<Ctx, 'db'>, postId: string): Promise<Showing[]> {
  return db
    .select({ id: person.id, handle: person.handle, boostId: boost.id })
    .from(boost)
    .innerJoin(person, eq(person.id, boost.personId))
    .where(and(eq(boost.postId, postId), isOwnGroup, ne(boost.visibility, 'followers')))
    .orderBy(boost.id);
}

const isOwnGroup = and(eq(person.kind, 'group'), isNull(person.host));

/** Of these posts, those that a club of this place has written: its address, by number. */
export async function clubsOfPosts(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: post.id, handle: person.handle })
    .from(post)
    .innerJoin(person, eq(person.id, post.authorId))
    .where(and(inArray(post.id, [...new Set(ids)]), isOwnGroup));
  return new Map(rows.map(({ id, handle }) => [id, personUri(config.origin, handle)]));
}

/** Whether anybody here follows somebody: what they say to everybody is kept only then. */
export async function isFollowedHere({ db }: Pick<Ctx, 'db'>, personId: string): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select from follow where followee_id = ${personId} and not away limit 1`,
  );
  return rows.length > 0;
}
