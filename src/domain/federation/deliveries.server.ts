import { eq, sql } from 'drizzle-orm';
import { handleOfUri } from './addresses.ts';
import { isForgettable } from './inner/quiet.server.ts';
import { proved } from './inner/proved.server.ts';
import type { Delivery } from './leases.server.ts';
import { ownKeys } from './own-keys.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** How long something waits for a server that does not take it. */
export const longestWait = 7 * 24 * 60 * 60 * 1000;

/**
 * Gives up what has waited for too long, and forgets every activity that nobody is to have any more, and every server
 * with which nothing happened for a month: what is known of it is found out anew. What the operator has stopped stays.
 */
export async function tidyDeliveries({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  const since = new Date(clock.now().getTime() - longestWait);
  await db.execute(sql`with given_up as (
      delete from delivery d using outgoing o where o.id = d.outgoing_id and o.created < ${since} returning d.host
    )
    update peer p set dropped = p.dropped + n from (select host, count(*)::int as n from given_up group by host) as g
    where p.host = g.host`);
  await db.execute(sql`delete from outgoing o
    where not exists (select from delivery d where d.outgoing_id = o.id)`);
  await db.execute(sql`delete from peer p where ${isForgettable(clock.now())} and stopped is null
      and not exists (select from delivery d where d.host = p.host)`);
}

/** Forgets those of these activities that nobody is to have any more. */
export async function forgetSent({ db }: Pick<Ctx, 'db'>, outgoingIds: string[]): Promise<void> {
  await db.execute(sql`delete from outgoing o where id = any(${sql.param(outgoingIds)}::bigint[])
    and not exists (select from delivery d where d.outgoing_id = o.id)`);
}

/** Gives up everything that waits for one server. */
export async function dropDeliveriesTo({ db }: Pick<Ctx, 'db'>, host: string): Promise<void> {
  await db.execute(sql`delete from delivery where host = ${host}`);
}

/**
 * Gives a sender who has none their keys, and their activity its proof. Nothing when the sender is there no
 * longer. Not to be called in a transaction.
 */
export async function prepareDelivery(
  ctx: Pick<Ctx, 'db' | 'secret' | 'clock' | 'config'>,
  delivery: Delivery,
): Promise<Pick<Delivery, 'sealedKey' | 'body'> | undefined> {
  const { senderUri } = delivery;
  const handle = handleOfUri(ctx.config.origin, senderUri) ?? '';
  const [sender] = await ctx.db.select().from(person).where(eq(person.handle, handle));
  if (!sender) return undefined;
  const { rsa, ed25519 } = await ownKeys(ctx, sender.id);
  const body = proved(ctx, { senderUri, sealed: ed25519.sealed, body: delivery.body });
  const ready = { sealedKey: rsa.sealed, body };
  await ctx.db
    .execute(sql`update outgoing set sealed_key = ${rsa.sealed}, body = ${JSON.stringify(body)}::jsonb
    where id = ${delivery.outgoingId} and sealed_key = ''`);
  return ready;
}

/** A person's own inbox is no more: nothing is written to them again. Says whether it was somebody's own. */
export async function noteGone(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  inbox: string,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`update remote_person set gone = ${clock.now()}
    where inbox = ${inbox} and shared_inbox is distinct from ${inbox} and gone is null`);
  return (rowCount ?? 0) > 0;
}
