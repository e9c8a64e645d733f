import { sql } from 'drizzle-orm';
import { asClub } from './club-person.server.ts';
import { takenIn } from './inner/taken-in.server.ts';
import { boostPost, unboostPost } from '#domain/posts/boosts.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

interface Line {
  clubId: string;
  postId: string;
  /** What everybody who follows the club is shown: first answers, and all that hosts say. */
  within: boolean;
}

/** Has a line shown to those who follow the club, once it stands. Nothing is to be done where nobody does. */
export async function showToFollowers(tx: Tx, clubId: string, answerId: string): Promise<void> {
  const { rows } = await tx.db.execute(sql`select from club c where c.id = ${clubId}
    and exists (select from follow f where f.followee_id in (c.person_id, c.live_person_id) offset 0)`);
  if (rows.length > 0) await tx.jobs.send(tx.db, 'show-line', { answerId });
}

/**
 * The job: the club shows a public line to its followers, if it is a first answer or a host's; whoever follows its
 * live companion sees every line. An hour of talk would fill the homes of people who only wanted to know of the
 * club. What has gone or was hidden meanwhile is not shown.
 */
export async function showLine(
  services: Services,
  { answerId }: { answerId: string },
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    await holdPost(tx, answerId);
    const line = await findLine(tx, answerId);
    if (!line) return;
    if (line.within) await boostPost(await asClub(tx, line.clubId), { id: line.postId });
    await boostPost(await asClub(tx, line.clubId, 'live'), { id: line.postId });
  });
}

/**
 * Whoever changes a line, hides it or takes it out has done so, or waits until it is shown and takes that back. A
 * statement of its own, before what is looked at: one that waits goes on with what it saw before.
 */
async function holdPost({ db }: Tx, answerId: string): Promise<void> {
  await db.execute(sql`select from post p where p.id = (select a.post_id from answer a where a.id = ${answerId})
    for no key update`);
}

async function findLine({ db }: Tx, answerId: string): Promise<Line | undefined> {
  const { rows } = await db.execute<Line & Record<string, unknown>>(sql`
    select m.club_id::text as "clubId", p.id::text as "postId",
      a.parent_id is null or exists (select from club_duty d where d.club_id = m.club_id
        and d.person_id = p.author_id and d.duty in ('curator', 'host', 'coHost')) as within
    from answer a join month m on m.id = a.month_id join post p on p.id = a.post_id
    where a.id = ${answerId} and p.visibility = 'public' and not p.local_only and p.withheld is null
      and ${takenIn(sql`a.post_id`)} and not exists (select from answer_hiding h where h.answer_id = a.id)`);
  return rows[0];
}

/** Takes back what the club has shown of a post. */
export async function showNoMore(tx: Tx, clubId: string, postId: string): Promise<void> {
  await unboostPost(await asClub(tx, clubId), postId);
  await unboostPost(await asClub(tx, clubId, 'live'), postId);
}
