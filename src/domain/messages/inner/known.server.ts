import { sql, type SQL } from 'drizzle-orm';
import { follows } from '#domain/connections/pairs.server.ts';

/** Whether a person of a column follows somebody, or is their friend. */
function isClose(person: SQL, otherId: string): SQL {
  return sql`(${follows(person, sql`${otherId}`)} or exists (select from friendship fr
    where fr.person_id = ${person} and fr.friend_id = ${otherId}))`;
}

/**
 * Whether what somebody sends may come straight to a person: they follow them, are friends, or have accepted
 * a conversation with them.
 */
export function knows(person: SQL, otherId: string): SQL {
  return sql`(${isClose(person, otherId)} or exists (
    select from conversation_person theirs join conversation_person other
      on other.conversation_id = theirs.conversation_id and other.person_id = ${otherId}
    where theirs.person_id = ${person} and theirs.state = 'accepted'))`;
}

/**
 * The same as far as the sender can tell: what is counted by it must not let them learn whether a request
 * waits, was accepted or was declined. Whoever wrote to them is no stranger.
 */
export function knowsOpenly(person: SQL, otherId: string): SQL {
  return sql`(${isClose(person, otherId)} or exists (
    select from post said join post_mention named on named.post_id = said.id and named.person_id = ${otherId}
    where said.author_id = ${person} and said.visibility = 'direct'))`;
}
