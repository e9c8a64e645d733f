import { sql, type SQL } from 'drizzle-orm';
import { consents } from '#domain/people/consents.server.ts';

/**
 * The condition that what somebody says may stand in transcripts: people of this place have agreed to it. People
 * of other servers are told of it with their first answer; those who then said "stop" have no lines any more.
 */
export function mayStandInTranscript(personId: SQL): SQL {
  return sql`(${consents('transcript', personId)}
    or exists (select from person e where e.id = ${personId} and e.host is not null offset 0))`;
}
