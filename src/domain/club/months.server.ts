import { dutiesOf, mayCurate, mayHost, type Duty } from './duties.server.ts';
import type { GlossaryEntry } from './glossary.ts';
import type { LiveHour } from './hours.server.ts';
import type { MonthState } from './month-state.ts';
import type { Author } from './paper.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** The month's paper, or a related reading. What is not known is null. */
export interface MonthPaper {
  id: string;
  /** 0 is the month's paper; 1, 2, ... are readings. */
  position: number;
  doi: string | null;
  pmid: string | null;
  title: string;
  authors: Author[];
  journal: string | null;
  year: number | null;
  volume: string | null;
  issue: string | null;
  pages: string | null;
  publisher: string | null;
  abstract: string[];
  openAccessUrl: string | null;
  licence: string | null;
  source: string;
  note: string;
}

/** A question of the plan; `minute` of the live hour. */
export interface MonthQuestion {
  id: string;
  kind: 'opening' | 'question' | 'closing';
  number: number | null;
  position: number;
  text: string;
  minute: number;
  released: string | null;
}

/** Whatever the month's page says. */
export interface Month {
  id: string;
  date: string;
  theme: string;
  summary: string;
  plainSummary: string;
  hostSummary: string;
  state: MonthState;
  opensDays: number;
  tailDays: number;
  studyNotice: string;
  notices: string[];
  source: string;
  sequence: number;
  published: Date;
  updated: Date;
  club: { id: string; slug: string; name: string; hashtag: string; worldLine: string[] };
  hours: LiveHour[];
  paper: MonthPaper | undefined;
  readings: MonthPaper[];
  /** Empty for readers until the month opens. */
  questions: MonthQuestion[];
  /** The teaser: a draft says who writes, never what. */
  guestPost: { title: string; authorName: string; about: string; published: string | null } | null;
  glossary: GlossaryEntry[];
  duties: Duty[];
  curates: boolean;
  hosts: boolean;
}

interface MonthRow extends Omit<Month, 'paper' | 'readings' | 'curates' | 'hosts'> {
  papers: MonthPaper[];
}

/** One statement: a month costs the same however many there are. `$3` asks, `$4` says whether as operator. */
/**
 * A guest post is known by its title and author once it is published, and before that as the club itself
 * announced it. What a guest has begun to write stays with them: also who they are.
 */
const guestKnown = `(g.published is not null or (g.updated is null and g.author_id is null))`;

const monthQuery = `
with d as (select c.id as club_id, array(select duty from club_duty where club_id = c.id and person_id = $3) as duties
  from club c where c.slug = $1)
select m.id::text, m.date::text, m.theme, m.summary, m.plain_summary as "plainSummary",
  m.host_summary as "hostSummary", m.state, m.opens_days as "opensDays", m.tail_days as "tailDays",
  m.study_notice as "studyNotice", m.notices, m.source, m.sequence, m.published, m.updated, d.duties,
  json_build_object('id', c.id::text, 'slug', c.slug, 'name', c.name, 'hashtag', c.hashtag,
    'worldLine', c.world_line) as club,
  coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
    'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours,
  coalesce((select json_agg(json_build_object('id', p.id::text, 'position', p.position, 'doi', p.doi, 'pmid', p.pmid,
    'title', p.title, 'authors', p.authors, 'journal', p.journal, 'year', p.year, 'volume', p.volume,
    'issue', p.issue, 'pages', p.pages, 'publisher', p.publisher, 'abstract', p.abstract,
    'openAccessUrl', p.open_access_url, 'licence', p.licence, 'source', p.source, 'note', p.note)
    order by p.position) from paper p where p.month_id = m.id), '[]') as papers,
  coalesce((select json_agg(json_build_object('id', q.id::text, 'kind', q.kind, 'number', q.number,
    'position', q.position, 'text', q.text, 'minute', q.minute, 'released', q.released) order by q.position)
    from question q where q.month_id = m.id and q.skipped is null
    and (m.state not in ('draft', 'announced') or cardinality(d.duties) > 0 or $4)), '[]') as questions,
  (select json_build_object('title', g.title, 'authorName', g.author_name, 'about', g.about,
    'published', g.published)
    from guest_post g where g.month_id = m.id and ${guestKnown}) as "guestPost",
  coalesce((select json_agg(json_build_object('term', w.term, 'meaning', w.meaning) order by w.id)
    from (select * from glossary_word where club_id = c.id order by id limit 300) w), '[]') as glossary
from d join club c on c.id = d.club_id join month m on m.club_id = c.id
where m.date = $2 and (m.state <> 'draft' or cardinality(d.duties) > 0 or $4)`;

/**
 * A club's month by its address. A draft is found only by the operator and by those who have a duty in
 * the club: to everybody else it is as absent as a month that nobody made.
 */
export async function findMonth(ctx: Ctx, slug: string, date: string): Promise<Month | undefined> {
  const { rows } = await ctx.pool.query<MonthRow>({
    name: 'month',
    text: monthQuery,
    values: [slug, date, ctx.viewer?.personId ?? null, ctx.viewer?.operator ?? false],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { papers, ...month } = row;
  return {
    ...month,
    paper: papers.find(({ position }) => position === 0),
    readings: papers.filter(({ position }) => position > 0),
    curates: mayCurate(ctx.viewer, month.duties),
    hosts: mayHost(ctx.viewer, month.duties),
  };
}

/** A month of a list. */
export interface MonthLine {
  id: string;
  slug: string;
  clubName: string;
  date: string;
  theme: string;
  summary: string;
  state: MonthState;
  /** How many questions the chat had or will have. */
  questions: number;
  paperTitle: string | null;
  guestAuthor: string | null;
  hours: LiveHour[];
}

const line = `m.id::text, c.slug, c.name as "clubName", m.date::text, m.theme, m.summary, m.state,
  (select count(*)::int from question q where q.month_id = m.id and q.kind = 'question') as questions,
  (select p.title from paper p where p.month_id = m.id and p.position = 0) as "paperTitle",
  (select nullif(g.author_name, '') from guest_post g
    where g.month_id = m.id and ${guestKnown}) as "guestAuthor",
  coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
    'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours`;

/** What is on: months that are announced, open, live or in their wrap-up, the earliest first; up to 12. */
export async function listMonthsOn(ctx: Ctx, clubId?: string): Promise<MonthLine[]> {
  const { rows } = await ctx.pool.query<MonthLine>({
    name: 'months-on',
    text: `select ${line} from month m join club c on c.id = m.club_id
      where m.state in ('announced', 'open', 'live', 'wrapUp') and ($1::bigint is null or m.club_id = $1)
      order by m.date, m.id limit 12`,
    values: [clubId ?? null],
  });
  return rows;
}

/** A year of past months, and the nearest years before and after that have some. */
export interface MonthYear {
  year: number | undefined;
  months: MonthLine[];
  before: number | undefined;
  after: number | undefined;
}

/** The archived months of a year, the latest first; of the latest year that has some when none is asked for. */
export async function listMonths(ctx: Ctx, clubId: string, asked?: number): Promise<MonthYear> {
  const { rows } = await ctx.pool.query<{
    year: number | null;
    before: number | null;
    after: number | null;
  }>({
    name: 'month-years',
    text: `with y as (select coalesce($2::int, (select extract(year from m.date)::int from month m
        where m.club_id = $1 and m.state = 'archived' order by m.date desc limit 1)) as year)
      select y.year,
        (select extract(year from m.date)::int from month m where m.club_id = $1 and m.state = 'archived'
          and m.date < make_date(y.year, 1, 1) order by m.date desc limit 1) as before,
        (select extract(year from m.date)::int from month m where m.club_id = $1 and m.state = 'archived'
          and m.date >= make_date(y.year + 1, 1, 1) order by m.date limit 1) as after
      from y`,
    values: [clubId, asked ?? null],
  });
  const years = {
    year: rows[0]?.year ?? undefined,
    before: rows[0]?.before ?? undefined,
    after: rows[0]?.after ?? undefined,
  };
  if (years.year === undefined) return { ...years, months: [] };
  const found = await ctx.pool.query<MonthLine>({
    name: 'months-of-year',
    text: `select ${line} from month m join club c on c.id = m.club_id
      where m.club_id = $1 and m.state = 'archived' and m.date >= make_date($2, 1, 1) and m.date < make_date($2 + 1, 1, 1)
      order by m.date desc limit 100`,
    values: [clubId, years.year],
  });
  return { ...years, months: found.rows };
}

/** What a curator needs to know of a month before changing it; absent for everybody else. */
export async function findForCurator(
  ctx: Ctx,
  monthId: string,
): Promise<{ id: string; clubId: string; state: MonthState } | undefined> {
  const { rows } = await ctx.pool.query<{ id: string; clubId: string; state: MonthState }>({
    name: 'month-to-change',
    text: `select id::text, club_id::text as "clubId", state from month where id = $1`,
    values: [monthId],
  });
  const [found] = rows;
  if (!found) return undefined;
  return mayCurate(ctx.viewer, await dutiesOf(ctx, found.clubId)) ? found : undefined;
}
