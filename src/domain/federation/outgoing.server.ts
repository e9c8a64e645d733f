import { and, eq, sql } from 'drizzle-orm';
import { personUri } from './addresses.ts';
import { allowedOf } from './inner/allowed.server.ts';
import { layDown } from './inner/lay-down.server.ts';
import { proved } from './inner/proved.server.ts';
import { ownKey } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** An activity of somebody here, and the inboxes that are to have it. */
export interface Sending {
  sender: { personId: string; handle: string };
  /** The activity as it travels, without proof. */
  body: Readonly<Record<string, unknown>>;
  inboxes: readonly string[];
  /** The post that it is about: whoever is told of one that is not for everybody is remembered by it. */
  postId?: string | null;
  forEverybody: boolean;
  /** Somebody else here whom it makes known: they are forgotten there when they leave. */
  shows?: string | null;
}

/**
 * Has an activity sent once the caller's transaction is done: one delivery for each inbox, in the order in which
 * activities were written. Leaves out inboxes of this place and of servers that nothing is exchanged with. What is
 * addressed to everybody carries a proof (FEP-8b32). A sender without keys gets them before the first delivery.
 */
export async function sendLater(tx: Tx, sending: Sending): Promise<void> {
  const inboxes = await allowedOf(tx, sending.inboxes);
  if (inboxes.length === 0) return;
  const { personId, handle } = sending.sender;
  const senderUri = personUri(tx.config.origin, handle);
  const keys = await tx.db.select().from(ownKey).where(eq(ownKey.personId, personId));
  const sealedKey = keys.find(({ kind }) => kind === 'rsa')?.sealed;
  const ed25519 = keys.find(({ kind }) => kind === 'ed25519')?.sealed;
  const ready = sealedKey && ed25519;
  await layDown(tx, {
    senderUri,
    inboxes,
    sealedKey: ready ? sealedKey : '',
    body: ready ? proved(tx, { senderUri, sealed: ed25519, body: sending.body }) : sending.body,
  });
  await rememberTold(tx, sending, inboxes);
}

/** An activity of somebody here as it may be handed on by others: with their proof, as soon as they have keys. */
export async function asHandedOn(
  ctx: Pick<Ctx, 'db' | 'secret' | 'clock' | 'config'>,
  { personId, handle }: Sending['sender'],
  body: Sending['body'],
): Promise<Sending['body']> {
  const own = and(eq(ownKey.personId, personId), eq(ownKey.kind, 'ed25519'));
  const [key] = await ctx.db.select().from(ownKey).where(own);
  const senderUri = personUri(ctx.config.origin, handle);
  return key ? proved(ctx, { senderUri, sealed: key.sealed, body }) : body;
}

async function rememberTold(tx: Tx, sending: Sending, inboxes: string[]): Promise<void> {
  const postId = sending.forEverybody ? null : (sending.postId ?? null);
  const persons = [sending.sender.personId, ...(sending.shows ? [sending.shows] : [])];
  await tx.db.execute(sql`
    insert into told (person_id, post_id, inbox, since)
    select person_id, ${postId}::bigint, inbox, ${tx.clock.now()}
    from unnest(${sql.param(persons)}::bigint[]) as person_id, unnest(${sql.param(inboxes)}::text[]) as inbox
    order by person_id, inbox on conflict do nothing`);
}

/** Where everybody on other servers who follows this person is written to; one inbox a server where they share one. */
export function inboxesOfFollowers(tx: Pick<Tx, 'db'>, personId: string): Promise<string[]> {
  return inboxesFrom(
    tx,
    sql`select distinct coalesce(r.shared_inbox, r.inbox) as inbox
      from follow f join remote_person r on r.person_id = f.follower_id
      where f.followee_id = ${personId} and f.away and r.gone is null`,
  );
}

/** Where these people are written to, as far as they live on other servers and are still there. */
export function inboxesOf(tx: Pick<Tx, 'db'>, personIds: readonly string[]): Promise<string[]> {
  return inboxesFrom(
    tx,
    sql`select distinct coalesce(r.shared_inbox, r.inbox) as inbox from remote_person r
      where r.person_id = any(${sql.param([...personIds])}::bigint[]) and r.gone is null`,
  );
}

/**
 * Who has to hear that something of a person's is gone: of a post that was for everybody, all who were ever told
 * anything that was, by them or by whoever showed it on; of any other, only those who were told of it.
 */
export function inboxesTold(
  tx: Pick<Tx, 'db'>,
  about: { personId: string; postId: string | null; forEverybody: boolean },
): Promise<string[]> {
  const ofPost = sql`select inbox from told
    where post_id = ${about.postId}::bigint and person_id = ${about.personId}`;
  const ofAll = sql`select inbox from told
    where person_id = ${about.personId} and post_id is null`;
  const all = sql`${ofAll} union ${ofPost} union ${toldByBoosts(about.postId)}`;
  return inboxesFrom(tx, about.forEverybody ? all : ofPost);
}

/** Who was told of a post by somebody here who showed it on. */
export function inboxesShown(tx: Pick<Tx, 'db'>, postId: string): Promise<string[]> {
  return inboxesFrom(tx, toldByBoosts(postId));
}

const toldByBoosts = (postId: string | null) =>
  sql`select t.inbox from told t join boost b on b.person_id = t.person_id
    where b.post_id = ${postId}::bigint and t.post_id is null`;

async function inboxesFrom({ db }: Pick<Tx, 'db'>, query: ReturnType<typeof sql>) {
  const { rows } = await db.execute<{ inbox: string }>(query);
  return rows.map(({ inbox }) => inbox);
}
