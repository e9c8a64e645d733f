import { sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import type { House } from './town.ts';

/** Waits until a house has acted on everything that it was told, and told others what they can be told now. */
export async function settled({ services }: House): Promise<void> {
  // A machine may be slow.
  const patiently = { interval: 25, timeout: 60_000 };
  await vi.waitFor(async () => expect(await leftIn(services)).toEqual([]), patiently);
}

/** Jobs, letters heard that wait or are in somebody's hands (for five minutes), letters to servers that answer. */
async function leftIn({ db, clock }: House['services']): Promise<unknown[]> {
  const now = clock.now();
  const { rows } = await db.execute(sql`
    select name as left from pgboss.job where state in ('created', 'retry', 'active')
      and start_after <= now() and name not like '%.dead'
    union all select uri from heard_activity
      where due <= ${now} or due = ${now}::timestamptz + interval '5 minutes'
    union all select inbox from delivery join peer using (host)
      where (resumes is null or resumes <= ${now}) and stopped is null`);
  return rows;
}

/** What a house holds that others have brought about: posts by author, marks, who follows whom, what people were told. */
export async function holds(house: House) {
  await settled(house);
  const list = async (query: ReturnType<typeof sql>) =>
    (await house.services.db.execute<{ line: string }>(query)).rows.map(({ line }) => line);
  return {
    posts: await list(
      sql`select p.handle || ': ' || o.text as line from post o join person p on p.id = o.author_id order by o.id`,
    ),
    marks: await list(sql`
      select 'boost ' || handle as line from boost b join person p on p.id = b.person_id union all
      select 'favourite ' || handle from favourite f join person p on p.id = f.person_id order by 1`),
    follows: await list(sql`
      select a.handle || ' follows ' || b.handle as line
      from follow f join person a on a.id = f.follower_id join person b on b.id = f.followee_id
      union all
      select a.handle || ' asks ' || b.handle from follow_request f
      join person a on a.id = f.asker_id join person b on b.id = f.asked_id order by 1`),
    told: await list(sql`
      select p.handle || ': ' || n.kind as line from notification n join person p on p.id = n.person_id order by 1`),
  };
}

/** The people of other servers that a house knows, as `handle: name`. */
export async function strangersKnown({ services }: House): Promise<string[]> {
  const { rows } = await services.db.execute<{ line: string }>(
    sql`select p.handle || ': ' || p.name as line from remote_person r join person p on p.id = r.person_id order by 1`,
  );
  return rows.map(({ line }) => line);
}

/** Lets somebody follow somebody, as if it had been asked and accepted. */
export async function follows({ services }: House, follower: string, followed: string) {
  await services.db.execute(sql`
    insert into follow (follower_id, followee_id, since) select a.id, b.id, ${services.clock.now()}
    from person a, person b where a.handle = ${follower} and b.handle = ${followed}`);
}
