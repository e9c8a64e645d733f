import { sql, type SQL } from 'drizzle-orm';
import { unblocked } from '#domain/connections/pairs.server.ts';

/**
 * The condition that a person hears of another: neither has blocked the other or their server, and the first has not muted
 * the second's notifications. Holds when something is told, and again whenever it is read;
 * `offset 0`: looked up for each, however many somebody keeps away.
 */
export function withoutThem(personId: SQL, otherId: SQL, now: Date): SQL {
  return sql`${unblocked(personId, otherId)}
    and not exists (select from mute u where u.person_id = ${personId} and u.muted_id = ${otherId}
      and u.notifications and (u.ends is null or u.ends > ${now}) offset 0)`;
}
