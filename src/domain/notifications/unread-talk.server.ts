import { sql } from 'drizzle-orm';
import { shownTo } from './notifications.server.ts';
import { notification } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A conversation in which something is unread: who wrote last, and what. */
export interface UnreadTalk {
  conversationId: string;
  fromId: string;
  postId: string;
  /** The notification of it. */
  newestId: string;
  newest: Date;
}

const mostConversations = 100;

/**
 * The viewer's conversations with something unread that they are told of, each once, the newest first: of their
 * newest hundred. One that waits as a request, that they hid or left, is none; nor is it told in quiet hours.
 */
export async function listUnreadTalk(ctx: Ctx, most: number): Promise<UnreadTalk[]> {
  if (!ctx.viewer) return [];
  const { personId } = ctx.viewer;
  const { rows } = await ctx.db.execute<
    Omit<UnreadTalk, 'newest'> & { newest: string } & Record<string, unknown>
  >(sql`
    select own.conversation_id::text as "conversationId", last.*
    from (select conversation_id, state, unread, hidden from conversation_person
      where person_id = ${personId} and last_id is not null order by last_id desc limit ${mostConversations}) own
    cross join lateral (select n.id::text as "newestId", n.from_id::text as "fromId", n.post_id::text as "postId", to_json(n.created)#>>'{}' as newest
      from message m join ${notification} n on n.post_id = m.post_id and n.kind = 'mention'
      where m.conversation_id = own.conversation_id and ${shownTo(ctx, personId)}
      order by m.post_id desc limit 1) last
    where own.state = 'accepted' and own.unread and not own.hidden
    order by last."newestId"::bigint desc limit ${most}`);
  return rows.map(({ newest, ...row }) => ({ ...row, newest: new Date(newest) }));
}
