import { sql } from 'drizzle-orm';
import { notify, unnotify, type Telling } from './notify.server.ts';
import { letThrough } from './requests.server.ts';
import { listToTell } from '#domain/messages/keep.server.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About, Listener } from '#platform/events.server.ts';

/**
 * Who is told of what. Named events of the areas below, each with what it means for whom; `wiring` joins them
 * to the other listeners.
 */
export const notificationListeners = {
  published: tellOfPost,
  changed: tellOfChange,
  quoted: tellOfQuote,
  boosted: (tx, about) => tellAuthor(tx, 'reblog', about),
  unboosted: (tx, { postId = '', personId = '' }) =>
    unnotify(tx, { kind: 'reblog', postId, fromId: personId }),
  favourited: (tx, about) => tellAuthor(tx, 'favourite', about),
  unfavourited: (tx, { postId = '', personId = '' }) =>
    unnotify(tx, { kind: 'favourite', postId, fromId: personId }),
  followed: async (tx, { followerId = '', followeeId = '' }) => {
    await unnotify(tx, { kind: 'follow_request', fromId: followerId, to: [followeeId] });
    await notify(tx, { kind: 'follow', fromId: followerId, to: [followeeId] });
  },
  unfollowed: async (tx, { followerId = '', followeeId = '' }) => {
    for (const kind of ['follow', 'follow_request'] as const)
      await unnotify(tx, { kind, fromId: followerId, to: [followeeId] });
  },
  followAsked: (tx, { askerId = '', askedId = '' }) =>
    notify(tx, { kind: 'follow_request', fromId: askerId, to: [askedId] }),
  followDeclined: (tx, { askerId = '', askedId = '' }) =>
    unnotify(tx, { kind: 'follow_request', fromId: askerId, to: [askedId] }),
  friendAsked: (tx, { askerId = '', askedId = '' }) =>
    notify(tx, { kind: 'friend_request', fromId: askerId, to: [askedId] }),
  friendAskGone: (tx, { askerId = '', askedId = '' }) =>
    unnotify(tx, { kind: 'friend_request', fromId: askerId, to: [askedId] }),
  introduced: (tx, { introducerId = '', personId = '' }) =>
    tellAnew(tx, { kind: 'introduction', fromId: introducerId, to: [personId] }),
  introductionGone: (tx, { introducerId = '', personId = '' }) =>
    unnotify(tx, { kind: 'introduction', fromId: introducerId, to: [personId] }),
  befriended: tellFriends,
  unfriended: forgetFriends,
  meetingChanged: (tx, { fromId = '', personId = '' }) =>
    tellAnew(tx, { kind: 'meeting', fromId, to: [personId] }),
  blocked: forgetEachOther,
  pollEnded: tellOfPoll,
  conversationAccepted: letWritersThrough,
  conversationLeft: forgetConversation,
} satisfies Record<string, Listener>;

interface PostFacts extends Record<string, unknown> {
  authorId: string;
  visibility: string;
  repliedPersonId: string | null;
  quotedAuthorId: string | null;
  named: string[];
}

async function factsOf(tx: Tx, postId: string): Promise<PostFacts | undefined> {
  const { rows } = await tx.db.execute<PostFacts>(sql`
    select p.author_id::text as "authorId", p.visibility, p.replied_person_id::text as "repliedPersonId",
      (select q.author_id::text from post q where q.id = p.quoted_id) as "quotedAuthorId",
      array(select m.person_id::text from post_mention m where m.post_id = p.id) as named
    from post p where p.id = ${postId}`);
  return rows[0];
}

/** Those of these people who may read a post. */
async function readersAmong(tx: Tx, postId: string, people: Iterable<string | null>) {
  const readers: string[] = [];
  for (const personId of new Set(people)) {
    if (personId === null) continue;
    const { rows } = await tx.db.execute(
      sql`select from ${post} where ${post.id} = ${postId} and ${visibleTo({ personId })}`,
    );
    if (rows.length > 0) readers.push(personId);
  }
  return readers;
}

/** Nobody hears of messages in a conversation that they declined or left. */
async function tellNamed(tx: Tx, postId: string, facts: PostFacts): Promise<string[]> {
  const named =
    facts.visibility === 'direct'
      ? await listToTell(tx, postId)
      : await readersAmong(tx, postId, [...facts.named, facts.repliedPersonId]);
  await notify(tx, { kind: 'mention', fromId: facts.authorId, postId, to: named });
  return named;
}

async function tellOfPost(tx: Tx, { postId = '' }: About): Promise<void> {
  const facts = await factsOf(tx, postId);
  if (!facts) return;
  const { authorId, repliedPersonId, visibility } = facts;
  const named = await tellNamed(tx, postId, facts);
  const quoted = await tellQuoted(tx, postId, facts);
  if (visibility === 'direct' || (repliedPersonId !== null && repliedPersonId !== authorId)) return;
  // The line at home is only where the post may be read.
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    select f.follower_id::text as id from follow f
      join home_line h on h.person_id = f.follower_id and h.id = ${postId}
    where f.followee_id = ${authorId} and f.notify`);
  const to = rows.map(({ id }) => id).filter((id) => !named.includes(id) && !quoted.includes(id));
  await notify(tx, { kind: 'status', fromId: authorId, postId, to });
}

/** Whoever wrote what a post quotes hears that it does. */
async function tellOfQuote(tx: Tx, { postId = '' }: About): Promise<void> {
  const facts = await factsOf(tx, postId);
  if (facts) await tellQuoted(tx, postId, facts);
}

async function tellQuoted(
  tx: Tx,
  postId: string,
  { authorId, quotedAuthorId }: PostFacts,
): Promise<string[]> {
  const to = await readersAmong(tx, postId, [quotedAuthorId]);
  await notify(tx, { kind: 'quote', fromId: authorId, postId, to });
  return to;
}

/** Whoever showed a post to others, or quoted it, hears that it says something else now. */
async function tellOfChange(tx: Tx, { postId = '' }: About): Promise<void> {
  const facts = await factsOf(tx, postId);
  if (!facts) return;
  await tellNamed(tx, postId, facts);
  const fromId = facts.authorId;
  const { rows } = await tx.db.execute<{ id: string; kind: 'update' | 'quoted_update' }>(sql`
    select person_id::text as id, 'update' as kind from boost where post_id = ${postId}
    union select author_id::text, 'quoted_update' from post where quoted_id = ${postId}`);
  for (const kind of ['update', 'quoted_update'] as const) {
    const to = rows.filter((row) => row.kind === kind).map(({ id }) => id);
    if (to.length === 0) continue;
    await unnotify(tx, { kind, fromId, postId });
    await notify(tx, { kind, fromId, postId, to });
  }
}

async function tellAuthor(
  tx: Tx,
  kind: 'reblog' | 'favourite',
  { postId = '', personId = '' }: About,
): Promise<void> {
  const facts = await factsOf(tx, postId);
  if (facts) await notify(tx, { kind, fromId: personId, postId, to: [facts.authorId] });
}

/** Whoever asked, and whoever answered, hears that a poll is over. */
async function tellOfPoll(tx: Tx, { postId = '' }: About): Promise<void> {
  const facts = await factsOf(tx, postId);
  if (!facts) return;
  const { rows } = await tx.db.execute<{ id: string }>(
    sql`select distinct person_id::text as id from poll_vote where post_id = ${postId}`,
  );
  const to = [facts.authorId, ...rows.map(({ id }) => id)];
  await notify(tx, { kind: 'poll', fromId: facts.authorId, postId, to: [...new Set(to)] });
}

/** The same may be told of somebody again: only the newest stays. */
async function tellAnew(tx: Tx, telling: Telling): Promise<void> {
  await unnotify(tx, telling);
  await notify(tx, telling);
}

/** Both hear it, in the same words, whoever said yes last. */
async function tellFriends(tx: Tx, { personId = '', friendId = '' }: About): Promise<void> {
  for (const [fromId, to] of [[personId, friendId] as const, [friendId, personId] as const]) {
    await unnotify(tx, { kind: 'friend_request', fromId, to: [to] });
    await tellAnew(tx, { kind: 'friend', fromId, to: [to] });
  }
}

async function forgetFriends(tx: Tx, { personId = '', friendId = '' }: About): Promise<void> {
  for (const [fromId, to] of [[personId, friendId] as const, [friendId, personId] as const])
    for (const kind of ['friend', 'meeting'] as const)
      await unnotify(tx, { kind, fromId, to: [to] });
}

/** After a block neither finds anything of the other, nor a request that waits. */
async function forgetEachOther(tx: Tx, { personId = '', blockedId = '' }: About): Promise<void> {
  for (const name of ['notification', 'notification_request', 'notification_permission'])
    await tx.db.execute(sql`delete from ${sql.identifier(name)}
      where (person_id = ${personId} and from_id = ${blockedId})
        or (person_id = ${blockedId} and from_id = ${personId})`);
}

/** Whoever accepts a conversation lets those through who have written in it. */
async function letWritersThrough(
  tx: Tx,
  { conversationId = '', personId = '' }: About,
): Promise<void> {
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    select distinct p.author_id::text as id from message m join post p on p.id = m.post_id
    where m.conversation_id = ${conversationId} and p.author_id <> ${personId}`);
  await letThrough(
    tx,
    personId,
    rows.map(({ id }) => id),
  );
}

async function forgetConversation(
  tx: Tx,
  { conversationId = '', personId = '' }: About,
): Promise<void> {
  await tx.db.execute(sql`delete from notification where person_id = ${personId}
    and post_id in (select post_id from message where conversation_id = ${conversationId})`);
}
