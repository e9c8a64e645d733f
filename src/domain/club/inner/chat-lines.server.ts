import { sql } from 'drizzle-orm';
import type { LockedMonth } from '../chat-changes.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** A line on its way into the chat. */
export interface NewLine {
  personId: string | null;
  questionId: string | null;
  parentId?: string | null;
  postId: string;
}

/** Writes a line of a locked chat, with its number and the month's next revision; its writer is present. */
export async function writeLine(
  tx: Tx,
  { id: monthId, state }: LockedMonth,
  line: NewLine,
): Promise<{ id: string; number: number }> {
  const now = tx.clock.now();
  const late = state === 'live' ? null : now;
  const { rows } = await tx.db.execute<{ id: string; number: number }>(sql`
    with m as (update month set revision = revision + 1, last_number = last_number + 1
        where id = ${monthId} returning revision, last_number),
      here as (insert into presence (month_id, person_id, at)
        values (${monthId}, ${line.personId}, ${now}) on conflict do nothing)
    insert into answer (month_id, question_id, parent_id, number, post_id, late, published, revision)
    select ${monthId}::bigint, ${line.questionId}::bigint, ${line.parentId ?? null}::bigint, m.last_number,
      ${line.postId}::bigint, ${late}::timestamptz, ${now}::timestamptz, m.revision from m
    returning id::text, number`);
  const [made] = rows;
  if (!made) throw new Error('A line of the chat was not written.');
  tx.wake({ kind: 'chat', id: monthId });
  return made;
}
