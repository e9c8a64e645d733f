import { sql } from 'drizzle-orm';
import { livesHere } from '#domain/people/lives-here.server.ts';
import type { Services } from '#platform/services.server.ts';

/** How far back a home timeline goes, in lines. */
export const longestHome = 800;
const homesAMinute = 200;

let next = '0';

/**
 * Every minute: takes the oldest lines of some home timelines away, the next ones each time, so that a home
 * stays as long as anybody scrolls, and what is deleted goes from it in the end.
 */
export async function trimHomes({ db }: Services, _data: object): Promise<void> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id::text as id from person p where id > ${next} and ${livesHere(sql`p`)} order by id limit ${homesAMinute}`);
  next = rows.length < homesAMinute ? '0' : (rows.at(-1)?.id ?? '0');
  const people = sql.param(rows.map(({ id }) => id));
  await db.execute(sql`
    delete from home_line h using unnest(${people}::bigint[]) as whose (id), lateral (
      select l.id from home_line l where l.person_id = whose.id order by l.id desc offset ${longestHome} limit 1) last
    where h.person_id = whose.id and h.id <= last.id`);
}
