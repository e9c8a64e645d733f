import { sql, type SQL } from 'drizzle-orm';
import { post } from '../schema.server.ts';
import { follows } from '#domain/connections/pairs.server.ts';

/** Whether a person may quote a post that they may read: its author always, others as its author said, and only public ones. */
export function quotableBy(personId: string): SQL {
  return sql`(${post.authorId} = ${personId} or (${post.visibility} in ('public', 'unlisted') and (
    ${post.quotes} = 'everyone' or (${post.quotes} = 'followers' and ${follows(personId, post.authorId)}))))`;
}
