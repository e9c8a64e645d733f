import { cite } from './citation.ts';
import type { LiveHour } from './hours.server.ts';
import { hourWords } from './month-times.server.ts';
import type { MonthPaper } from './months.server.ts';
import { paperOfMonth } from './paper-form.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

/** A month as feeds and calendars tell it. Public months only; `html` is escaped. */
export interface FeedMonth {
  id: string;
  date: string;
  theme: string;
  published: Date;
  updated: Date;
  sequence: number;
  hours: LiveHour[];
  summary: string;
  html: string;
}

/** A club and its latest months, for whoever follows it. */
export interface ClubFeed {
  id: string;
  slug: string;
  name: string;
  about: string;
  updated: Date;
  months: FeedMonth[];
}

interface Row extends Omit<FeedMonth, 'html'> {
  state: string;
  paper: MonthPaper | null;
  questions: string[];
  guestPost: { title: string; authorName: string; html: string } | null;
}

const feedQuery = `
select m.id::text, m.date::text, m.theme, m.summary, m.state, m.sequence, m.updated,
  coalesce((select min(v.at) from month_move v where v.month_id = m.id), m.published) as published,
  coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
    'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours,
  (select row_to_json(x) from (select p.title, p.authors, p.journal, p.year, p.volume, p.issue, p.pages, p.doi, p.pmid,
    p.publisher, p.open_access_url as "openAccessUrl", p.licence, p.source, '[]'::json as abstract
    from paper p where p.month_id = m.id and p.position = 0) x) as paper,
  case when m.state = 'announced' then '[]' else coalesce((select json_agg(q.text order by q.position)
    from question q where q.month_id = m.id and q.kind = 'question' and q.skipped is null), '[]') end as questions,
  (select json_build_object('title', g.title, 'authorName', g.author_name, 'html', g.html)
    from guest_post g where g.month_id = m.id and g.published is not null) as "guestPost"
from month m where m.club_id = $1 and m.state <> 'draft' order by m.date desc limit $2`;

/** The latest months of a club, at most `most`: the cost does not grow with the archive. */
export async function findClubFeed(
  ctx: Pick<Ctx, 'pool'>,
  slug: string,
  most = 20,
): Promise<ClubFeed | undefined> {
  const clubs = await ctx.pool.query<Omit<ClubFeed, 'updated' | 'months'> & { published: Date }>({
    name: 'club-of-feed',
    text: 'select id::text, slug, name, about, published from club where slug = $1',
    values: [slug],
  });
  const [club] = clubs.rows;
  if (!club) return undefined;
  const { rows } = await ctx.pool.query<Row>({
    name: 'feed',
    text: feedQuery,
    values: [club.id, most],
  });
  const { published, ...rest } = club;
  const updated = new Date(
    Math.max(published.getTime(), ...rows.map((row) => row.updated.getTime())),
  );
  return { ...rest, updated, months: rows.map((row) => ({ ...row, html: htmlOf(row) })) };
}

function htmlOf({ summary, hours, paper, questions, guestPost }: Row): string {
  const times = hourWords({ hours, worldLine: [] }).map(({ announced }) => announced);
  const parts = [
    htmlFromPlainText(summary),
    times.length > 0 ? `<p>${escapeHtml(`Live chat: ${times.join(' and ')}`)}</p>` : '',
    paper ? `<p>The paper: ${cite(paperOfMonth(paper), 'apa').html}</p>` : '',
    questions.length > 0
      ? `<ol>${questions.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ol>`
      : '',
    guestPost
      ? `<h2>${escapeHtml(guestPost.title)}</h2><p>By ${escapeHtml(guestPost.authorName)}</p>${guestPost.html}`
      : '',
  ];
  return parts.filter(Boolean).join('\n');
}
