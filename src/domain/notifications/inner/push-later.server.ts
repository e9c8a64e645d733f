import { sql } from 'drizzle-orm';
import type { Kind } from '../kinds.ts';
import { pushSubscription } from '../schema.server.ts';
import { consents } from '#domain/people/consents.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** Sends a job for every device that wants to hear of what was told to its person. */
export async function pushLater(
  tx: Tx,
  kind: Kind,
  fromId: string,
  told: readonly { id: string; personId: string }[],
): Promise<void> {
  const people = told.map(({ personId }) => personId);
  const { rows } = await tx.db.execute<{ id: string; personId: string }>(sql`
    select d.id::text, d.person_id::text as "personId" from ${pushSubscription} d
    where d.person_id = any(${sql.param(people)}::bigint[]) and ${kind} = any(d.alerts)
      and ${consents('push', sql`d.person_id`)}
      and case d.policy when 'all' then true when 'none' then false
        when 'followed' then exists (select from follow f
          where f.follower_id = d.person_id and f.followee_id = ${fromId})
        else exists (select from follow f
          where f.followee_id = d.person_id and f.follower_id = ${fromId}) end`);
  const notifications = new Map(told.map(({ id, personId }) => [personId, id]));
  for (const { id, personId } of rows) {
    const notificationId = notifications.get(personId);
    await tx.jobs.send(tx.db, 'push', { subscriptionId: id, personId, notificationId });
  }
}
