import { sql } from 'drizzle-orm';
import type { Ctx } from '#platform/ctx.server.ts';

/** Whether two have been in the same club: said "I'm here" or wrote in one of its chats, or do something for it. */
export async function haveSharedClub(
  { db }: Pick<Ctx, 'db'>,
  one: string,
  other: string,
): Promise<boolean> {
  const clubsOf = (personId: string) => sql`
    select m.club_id from presence e join month m on m.id = e.month_id where e.person_id = ${personId}
    union select d.club_id from club_duty d where d.person_id = ${personId}`;
  const { rows } = await db.execute(sql`(${clubsOf(one)}) intersect (${clubsOf(other)}) limit 1`);
  return rows.length > 0;
}
