import { sql } from 'drizzle-orm';
import { hostOfUri } from '../hosts.ts';
import { isNearlyForgettable } from './quiet.server.ts';
import { outgoing } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/**
 * Writes an activity and a delivery for each of these inboxes, and has the deliveries begin after the commit.
 * `sealedKey` empty: the sender has no keys yet, and gets them before the first delivery.
 */
export async function layDown(
  tx: Tx,
  {
    inboxes,
    ...letter
  }: { senderUri: string; sealedKey: string; body: object; inboxes: readonly string[] },
): Promise<void> {
  if (inboxes.length === 0) return;
  const created = tx.clock.now();
  const [row] = await tx.db
    .insert(outgoing)
    .values({ ...letter, created })
    .returning({ id: outgoing.id });
  const hosts = inboxes.map((inbox) => hostOfUri(inbox) ?? '');
  await stayKnown(tx, hosts);
  // In the order of their names: two who meet the same new servers at once must not wait for each other.
  await tx.db.execute(sql`insert into peer (host, since)
    select distinct host, ${created}::timestamptz from unnest(${sql.param(hosts)}::text[]) as host order by host
    on conflict do nothing`);
  await tx.db.execute(sql`insert into delivery (outgoing_id, host, inbox)
    select ${row?.id}, host, inbox
    from unnest(${sql.param(hosts)}::text[], ${sql.param([...inboxes])}::text[]) as goes (host, inbox)`);
  await tx.jobs.send(tx.db, 'deliver', {});
}

/** Servers that would soon be forgotten are not, now that something is to go there. */
async function stayKnown({ db, clock }: Tx, hosts: readonly string[]): Promise<void> {
  const now = clock.now();
  await db.execute(sql`update peer set since = ${now} where host in (select p.host from peer p
    where p.host = any(${sql.param([...hosts])}::text[]) and ${isNearlyForgettable(now)} order by p.host for update)`);
}
