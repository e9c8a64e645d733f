import { sql } from 'drizzle-orm';
import { knows, knowsOpenly } from './inner/known.server.ts';
import { strangersADay } from './rules.ts';
import { conversation, message } from './schema.server.ts';
import { muted, unblocked } from '#domain/connections/pairs.server.ts';
import { TakenBack } from '#domain/posts/taken-back.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/**
 * Hears that a post was published, and puts a direct one into the conversation of its author and its readers:
 * the one that is named, or the one of exactly these people, which begins with it when there is none. A club has
 * no conversations: what it says to one person alone, and what is said to it, is laid before nobody. Stands
 * first among those who hear it, so that all others find the conversation.
 */
export async function keepMessage(tx: Tx, { postId = '', conversationId }: About): Promise<void> {
  const found = await findDirect(tx, postId);
  if (!found || found.readers.length === 0) return;
  const { authorId, readers } = found;
  const id = conversationId ?? (await conversationOf(tx, authorId, readers));
  await tx.db.insert(message).values({ postId, conversationId: id });
  await lay(tx, { postId, conversationId: id, authorId, readers });
}

interface Direct {
  authorId: string;
  readers: string[];
}

async function findDirect({ db }: Tx, postId: string): Promise<Direct | undefined> {
  const { rows } = await db.execute<Direct & Record<string, unknown>>(sql`
    select p.author_id::text as "authorId", coalesce((select array_agg(m.person_id::text)
      from post_mention m where m.post_id = p.id and m.person_id <> p.author_id
      and ${unblocked(sql`p.author_id`, sql`m.person_id`)}), '{}') as readers
    from post p where p.id = ${postId} and p.visibility = 'direct'
      and not exists (select from person g where g.kind = 'group' and g.host is null and (g.id = p.author_id
        or exists (select from post_mention m where m.post_id = p.id and m.person_id = g.id)))`);
  return rows[0];
}

/** Two who write to each other for the first time at the same moment begin one conversation, not two. */
async function conversationOf(tx: Tx, authorId: string, readers: string[]): Promise<string> {
  const people = [authorId, ...readers].sort();
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`conversation ${people.join(' ')}`}, 0))`,
  );
  return (await findOfSet(tx, authorId, people)) ?? begin(tx, authorId, people);
}

/** The conversation of exactly these people, if they have one. */
export async function findOfSet(
  { db }: Pick<Tx, 'db'>,
  ownId: string,
  people: readonly string[],
): Promise<string | undefined> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id::text as id from conversation_person own
    join ${conversation} c on c.id = own.conversation_id and c.size = ${people.length}
    where own.person_id = ${ownId} and (select count(*) from conversation_person each
      where each.conversation_id = c.id and each.person_id = any(${sql.param([...people])}::bigint[])) = c.size
    order by c.id limit 1`);
  return rows[0]?.id;
}

async function begin(tx: Tx, authorId: string, people: string[]): Promise<string> {
  const { rows: strangers } = await tx.db.execute(sql`
    select from unnest(${sql.param(people)}::bigint[]) as them (id)
    where them.id <> ${authorId} and not ${knowsOpenly(sql`them.id`, authorId)} limit 1`);
  const allowance = { times: strangersADay, seconds: 24 * 60 * 60 };
  if (strangers.length > 0 && (await limited(tx, `strangers of ${authorId}`, allowance)))
    throw new TakenBack({ refused: 'tooFast' });
  const [made] = await tx.db
    .insert(conversation)
    .values({ size: people.length, since: tx.clock.now() })
    .returning({ id: conversation.id });
  if (!made) throw new Error('A conversation was not made.');
  return made.id;
}

/** Lays the message before each of its people, as it stands with them; tells those who have accepted. */
async function lay(
  tx: Tx,
  {
    postId,
    conversationId,
    authorId,
    readers,
  }: Direct & { postId: string; conversationId: string },
): Promise<void> {
  const each = sql`each.id`;
  const quiet = muted(tx, each, sql`${authorId}`);
  const { rows } = await tx.db.execute<{ personId: string; state: string; unread: boolean }>(sql`
    insert into conversation_person as own (conversation_id, person_id, state, unread, last_id)
    select ${conversationId}::bigint, each.id,
      case when each.id = ${authorId} or ${knows(each, authorId)} then 'accepted' else 'waiting' end,
      each.id <> ${authorId} and not ${quiet}, ${postId}::bigint
    from unnest(${sql.param([authorId, ...readers])}::bigint[]) as each (id) order by each.id
    on conflict (conversation_id, person_id) do update set
      last_id = greatest(own.last_id, excluded.last_id), hidden = false,
      unread = own.person_id <> ${authorId} and (own.unread or excluded.unread),
      state = case when own.person_id = ${authorId} or (own.state = 'waiting' and excluded.state = 'accepted')
        then 'accepted' else own.state end
    returning person_id::text as "personId", state, unread`);
  for (const { personId, state, unread } of rows)
    if (state === 'accepted' && (unread || personId === authorId))
      tx.wake({ kind: 'conversation', id: personId, about: [conversationId] });
}

/** Who of a direct post's readers may be told of it: those who have not declined or left. For whom it waits, their policy says. */
export async function listToTell({ db }: Pick<Tx, 'db'>, postId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select own.person_id::text as id from ${message} m
    join conversation_person own on own.conversation_id = m.conversation_id and own.state <> 'declined'
    join post p on p.id = m.post_id and p.author_id <> own.person_id
    where m.post_id = ${postId} and exists (select from post_mention named
      where named.post_id = p.id and named.person_id = own.person_id)`);
  return rows.map(({ id }) => id);
}

/** Hears that a message changes or is about to go: whoever has its conversation open looks again. */
export async function stirMessage(tx: Tx, { postId = '' }: About): Promise<void> {
  const { rows } = await tx.db.execute<{ personId: string; conversationId: string }>(sql`
    select own.person_id::text as "personId", own.conversation_id::text as "conversationId"
    from ${message} m join conversation_person own on own.conversation_id = m.conversation_id
    where m.post_id = ${postId} and own.state = 'accepted'`);
  for (const { personId, conversationId } of rows)
    tx.wake({ kind: 'conversation', id: personId, about: [conversationId] });
}

/** Hears that a post is gone: where it was the newest message, the one before it is. */
export async function dropMessage({ db }: Tx, { postId = '' }: About): Promise<void> {
  await db.execute(sql`
    update conversation_person own set last_id = (
      select max(m.post_id) from ${message} m join post p on p.id = m.post_id
      where m.conversation_id = own.conversation_id and (p.author_id = own.person_id or exists (
        select from post_mention named where named.post_id = p.id and named.person_id = own.person_id)))
    where own.last_id = ${postId}`);
}

/** Accepts what waits for a person from these people, when they let them through elsewhere. */
export async function acceptFrom(
  tx: Tx,
  personId: string,
  people: readonly string[],
): Promise<void> {
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    update conversation_person own set state = 'accepted'
    where own.person_id = ${personId} and own.state = 'waiting' and exists (
      select from ${message} m join post p on p.id = m.post_id
      where m.conversation_id = own.conversation_id and p.author_id = any(${sql.param([...people])}::bigint[]))
    returning own.conversation_id::text as id`);
  for (const { id } of rows) tx.wake({ kind: 'conversation', id: personId, about: [id] });
}
