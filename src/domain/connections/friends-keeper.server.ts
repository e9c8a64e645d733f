import { sql, type SQL } from 'drizzle-orm';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/**
 * What somebody keeps around their friends: requests both ways, the tray, holds, introductions, contact details
 * they gave, meetings. Of others there is in it what they can see here anyway: no answer that is not theirs.
 */
export async function exportFriends({ db }: Pick<Ctx, 'db'>, personId: string): Promise<object> {
  const handle = (id: SQL) => sql`(select p.handle from person p where p.id = ${id})`;
  const other = (one: SQL, two: SQL) =>
    handle(sql`(case when ${one} = ${personId} then ${two} else ${one} end)`);
  const { rows } = await db.execute<{ kept: object }>(sql`
    select json_build_object(
      'friendRequestsSent', ${listOf(sql`json_build_object('handle', r.asked_handle, 'note', r.note, 'sent', r.sent, 'withdrawn', r.withdrawn) order by r.id`, sql`friend_request r where r.asker_id = ${personId}`)},
      'friendRequestsReceived', ${listOf(
        sql`json_build_object('handle', ${handle(sql`r.asker_id`)}, 'place', a.place, 'note', case a.place when 'delivered' then r.note else '' end, 'sent', r.sent) order by r.id`,
        sql`friend_request_arrival a join friend_request r on r.id = a.request_id where a.person_id = ${personId} and r.withdrawn is null`,
      )},
      'requestsHeld', ${listOf(sql`json_build_object('by', h.kind, 'words', h.words) order by h.kind, h.words`, sql`request_hold h where h.person_id = ${personId}`)},
      'underEighteenSince', (select y.since from young_person y where y.person_id = ${personId}),
      'friendsShownTo', coalesce((select l.audience from friend_list l where l.person_id = ${personId}), 'nobody'),
      'introductionsMade', ${listOf(
        sql`json_build_object('handles', json_build_array(${handle(sql`i.one_id`)}, ${handle(sql`i.other_id`)}), 'note', i.note, 'made', i.made, 'withdrawn', i.withdrawn) order by i.id`,
        sql`introduction i where i.introducer_id = ${personId}`,
      )},
      'introductionsReceived', ${listOf(
        sql`json_build_object('by', ${handle(sql`i.introducer_id`)}, 'to', ${other(sql`i.one_id`, sql`i.other_id`)}, 'place', a.place, 'yes', a.yes) order by i.id`,
        sql`introduction_arrival a join introduction i on i.id = a.introduction_id where a.person_id = ${personId} and i.withdrawn is null`,
      )},
      'contactGiven', ${listOf(sql`json_build_object('handle', ${handle(sql`c.friend_id`)}, 'text', c.text, 'since', c.since) order by c.since`, sql`shared_contact c where c.person_id = ${personId}`)},
      'meetings', ${listOf(
        sql`json_build_object('handle', ${other(sql`m.asker_id`, sql`m.other_id`)}, 'date', m.date, 'time', m.time, 'zone', m.zone, 'place', m.place, 'words', m.words, 'yes', exists (select from meeting_yes y where y.meeting_id = m.id and y.person_id = ${personId})) order by m.date, m.time`,
        sql`meeting m where ${personId}::bigint in (m.asker_id, m.other_id)`,
      )}
    ) as kept`);
  return rows[0]?.kept ?? {};
}

function listOf(one: SQL, from: SQL): SQL {
  return sql`(select coalesce(json_agg(${one}), '[]') from ${from})`;
}

const theirs: readonly [table: string, ...columns: string[]][] = [
  ['friend_request', 'asker_id', 'asked_id'],
  ['friend_request_arrival', 'person_id'],
  ['request_hold', 'person_id'],
  ['young_person', 'person_id'],
  ['friend_list', 'person_id'],
  ['introduction', 'introducer_id', 'one_id', 'other_id'],
  ['introduction_arrival', 'person_id'],
  ['shared_contact', 'person_id', 'friend_id'],
  ['meeting', 'asker_id', 'other_id'],
  ['meeting_yes', 'person_id'],
];

/** Removes all of it, and what others had because of this person: requests, introductions, meetings. */
export async function eraseFriends({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  for (const [table, ...columns] of theirs) {
    const named = sql.join(
      columns.map((column) => sql.identifier(column)),
      sql`, `,
    );
    await db.execute(
      sql`delete from ${sql.identifier(table)} where ${personId}::bigint in (${named})`,
    );
  }
}
