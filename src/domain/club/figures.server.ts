import { sql } from 'drizzle-orm';
import { spansOf } from './chat-clock.server.ts';
import { figuresOf, type Facts, type Figures } from './figures.ts';
import { findMonth, type Month } from './months.server.ts';
import { roleShownTo } from '#domain/people/person-roles.server.ts';
import { personRole } from '#domain/people/schema.server.ts';
import { keptOutOfStudy } from './study.server.ts';
import { takenIn } from './inner/taken-in.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { meantFor } from '#domain/posts/visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** The figures of a chat, and the month they are of. */
export interface ChatFigures {
  month: Month;
  /** False before the chat: then there is nothing to count yet. */
  begun: boolean;
  figures: Figures;
}

const mostPosts = 10_000;

/**
 * The figures of a club's month, the same for everybody; exact numbers never leave this place. Removed
 * and hidden lines are not counted, nor anybody who does not want to be studied. Three statements.
 * Absent for a draft as for a month that is not there.
 */
export async function chatFiguresOf(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<ChatFigures | undefined> {
  const month = await findMonth(ctx, slug, date);
  if (!month || month.state === 'draft') return undefined;
  const begun = ['live', 'wrapUp', 'archived'].includes(month.state);
  const { people, leftOut } = begun ? await readPeople(ctx, month) : { people: [], leftOut: false };
  const facts: Facts = {
    state: month.state,
    hours: begun ? spansOf(month.hours) : [],
    careful: leftOut || month.studyNotice !== '',
    posts: begun ? await readPosts(ctx, month) : [],
    people,
  };
  return { month, begun, figures: figuresOf(facts) };
}

type Rows<T> = T & Record<string, unknown>;

async function readPosts({ db }: Ctx, { id, hours }: Month): Promise<Facts['posts']> {
  const { rows } = await db.execute<Rows<Facts['posts'][number]>>(sql`
    with said as (
      select a.id, a.parent_id, a.late is not null as late, a.published, ${post.authorId} as by
      from answer a join ${post} on ${post.id} = a.post_id and ${meantFor(null)}
      where a.month_id = ${id} and ${takenIn(sql`a.post_id`)}
        and not exists (select from answer_hiding h where h.answer_id = a.id)
        and not ${keptOutOfStudy(id, sql`${post.authorId}`)}
      order by a.number limit ${mostPosts})
    select s.by::text, extract(epoch from s.published)::float8 * 1000 as at, s.late,
      (s.published at time zone ${hours[0]?.zone ?? 'UTC'})::date::text as day, t.by::text as "to"
    from said s left join said t on t.id = s.parent_id`);
  return rows;
}

interface PeopleRow {
  id: string;
  before: boolean;
  roles: string[];
  out: boolean;
}

/** Whoever answered is present too: answering says so. Only roles that are for everyone count. */
async function readPeople(
  { db }: Ctx,
  { id, club, date }: Month,
): Promise<{ people: Facts['people']; leftOut: boolean }> {
  const { rows } = await db.execute<Rows<PeopleRow>>(sql`
    select h.person_id::text as id,
      array(select ${personRole.role} from ${personRole}
        where ${personRole.personId} = h.person_id and ${roleShownTo(null)}) as roles,
      exists (select from presence e join month m on m.id = e.month_id
        where e.person_id = h.person_id and m.club_id = ${club.id} and m.date < ${date}) as before,
      ${keptOutOfStudy(id, sql`h.person_id`)} as out
    from presence h where h.month_id = ${id} limit ${mostPosts}`);
  return { people: rows.filter(({ out }) => !out), leftOut: rows.some(({ out }) => out) };
}
