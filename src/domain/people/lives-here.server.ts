import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether a row of `person`, by the name that it has in the statement, is one of the people of this place: a
 * condition. Neither people of other servers are, nor clubs.
 */
export function livesHere(p: SQL): SQL {
  return sql`(${p}.host is null and ${p}.kind = 'person')`;
}
