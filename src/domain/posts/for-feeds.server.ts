import { sql, type SQL } from 'drizzle-orm';
import { standsInAPlace } from './inner/places.server.ts';
import { readPosts } from './read.server.ts';
import { post } from './schema.server.ts';
import type { PostView } from './view.ts';
import { visibleTo } from './visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** As many as a feed reader that looks once a day would hardly miss. */
const most = 30;

/** Whose posts: one person's, or those with a hashtag (lower case). */
export type FedBy = { personId: string } | { tag: string };

/**
 * The newest posts for everybody, by people who let feed readers have what they write. No replies, nothing from a
 * chat or under a guest post, and nothing that is not public: what is in a feed is copied, and never taken back.
 */
export async function listForFeed(ctx: Ctx, by: FedBy): Promise<PostView[]> {
  const visitor = { ...ctx, viewer: null };
  const { rows } = await ctx.db.execute<{ id: string }>(
    'personId' in by ? ofPerson(by.personId) : withTag(by.tag),
  );
  return readPosts(
    visitor,
    rows.map(({ id }) => id),
  );
}

/** What may be in a feed at all; the predicate among it. */
const fit = sql`${post.visibility} = 'public' and ${post.inReplyTo} is null and not ${standsInAPlace}
  and ${visibleTo(null)}
  and exists (select from person a where a.id = ${post.authorId} and a.feed offset 0)`;

function ofPerson(personId: string): SQL {
  return sql`select ${post.id}::text as id from ${post}
    where ${post.authorId} = ${personId} and ${fit} order by ${post.id} desc limit ${most}`;
}

function withTag(tag: string): SQL {
  return sql`select t.post_id::text as id from post_tag t join ${post} on ${post.id} = t.post_id
    where t.tag = ${tag} and ${fit} order by t.post_id desc limit ${most}`;
}
