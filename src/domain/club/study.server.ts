import { sql, type SQL } from 'drizzle-orm';
import { studyOptOut } from './chat-schema.server.ts';
import { month } from './schema.server.ts';
import { consents } from '#domain/people/consents.server.ts';

/**
 * The condition that somebody is kept out of the study of a month: they have said so for this month, or
 * it is studied and they have not agreed to research. `personId` is SQL for their id.
 */
export function keptOutOfStudy(monthId: string, personId: SQL): SQL {
  return sql`(exists (select from ${studyOptOut} o where o.month_id = ${monthId} and o.person_id = ${personId})
    or (exists (select from ${month} s where s.id = ${monthId} and s.study_notice <> '')
      and not ${consents('research', personId)}))`;
}
