import { sql, type SQL } from 'drizzle-orm';
import { waitingAnswer } from '../elsewhere-schema.server.ts';

/** The condition that a line's post does not wait for a host, and was not left out: `postId` is SQL for its id. */
export function takenIn(postId: SQL): SQL {
  return sql`not exists (select from ${waitingAnswer} q where q.post_id = ${postId} and q.taken is null)`;
}
