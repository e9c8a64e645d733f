import { sql } from 'drizzle-orm';
import { startOf, type LiveHour } from './hours.server.ts';
import { digestKey, monthKey } from './club-posts.server.ts';
import { readerTime } from './times.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { htmlFromPlainText } from '#platform/text.server.ts';

/** The chat of a month as calendars have it: its first live hour; `when` names a second one as well. */
export interface MonthEvent {
  monthId: string;
  club: { personId: string; handle: string };
  theme: string;
  /** What is read, and what the month says of itself; harmless HTML. */
  html: string;
  /** In words, each on the club's clock. */
  when: string[];
  /** ISO 8601 on the club's clock: `2026-12-10T20:00:00+00:00`. */
  starts: string;
  ends: string;
  zone: string;
  /** The month's page. */
  address: string;
  /** When it was announced. When it was last changed is nobody's business: hosts change what is not asked yet, too. */
  published: Date;
  /** The post that announced it. */
  postId: string | null;
}

type Row = Pick<MonthEvent, 'monthId' | 'theme' | 'published' | 'postId'> & {
  personId: string;
  handle: string;
  slug: string;
  date: string;
  summary: string;
  paper: string | null;
  hours: LiveHour[];
};

/** The chat of a month by its number. Absent for a draft, and while its club cannot speak. */
export async function findMonthEvent(ctx: Ctx, monthId: string): Promise<MonthEvent | undefined> {
  if (!isId(monthId)) return undefined;
  const { rows } = await ctx.pool.query<Row>({
    name: 'month-event',
    text: `select m.id::text as "monthId", m.date::text, m.theme, m.summary, c.slug, p.id::text as "personId",
        p.handle, (select r.title from paper r where r.month_id = m.id and r.position = 0) as paper,
        coalesce((select min(v.at) from month_move v where v.month_id = m.id), m.published) as published,
        (select n.id::text from post n where n.author_id = p.id and n.idempotency_key = $2) as "postId",
        coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
          'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours
      from month m join club c on c.id = m.club_id join person p on p.id = c.person_id
      where m.id = $1 and m.state <> 'draft'`,
    values: [monthId, monthKey(monthId)],
  });
  const [row] = rows;
  const [first] = row?.hours ?? [];
  return row && first && eventOf(ctx, row, first);
}

function eventOf({ config }: Ctx, row: Row, first: LiveHour): MonthEvent {
  const { monthId, personId, handle, theme, hours, postId, published } = row;
  const starts = startOf(first).toZonedDateTimeISO(first.zone);
  const onClock = (at: typeof starts) => at.toString({ timeZoneName: 'never' });
  const said = [row.summary, row.paper ? `We read: ${row.paper}` : ''];
  return {
    ...{ monthId, theme, postId, published, club: { personId, handle } },
    html: said.map((text) => (text ? htmlFromPlainText(text) : '')).join(''),
    when: hours.map((hour) => readerTime(startOf(hour), hour.zone, 'en-GB')),
    starts: onClock(starts),
    ends: onClock(starts.add({ minutes: first.minutes })),
    zone: first.zone,
    address: `${config.origin}/${row.slug}/${row.date}`,
  };
}

/** The number of the month that a page is of. Absent for a draft. */
export async function findMonthId({ db }: Ctx, slug: string, date: string) {
  const { rows } = await db.execute<{ id: string }>(sql`select m.id::text as id from month m
    join club c on c.id = m.club_id where c.slug = ${slug} and m.date::text = ${date} and m.state <> 'draft'`);
  return rows[0]?.id;
}

/** Whom a month belongs to as they speak, whatever its state. */
export async function findVoiceOf({ db }: Pick<Ctx, 'db'>, monthId: string) {
  const { rows } = await db.execute<{ id: string; handle: string }>(sql`
    select p.id::text as id, p.handle from month m join club c on c.id = m.club_id
    join person p on p.id = c.person_id where m.id = ${monthId}`);
  return rows[0];
}

/** What a club's post tells of: a month that is to come, or what was said in its chat. */
export interface MonthTold {
  what: 'month' | 'digest';
  monthId: string;
  theme: string;
  address: string;
}

/** Of these posts those that announce a month which is no draft, or tell of its chat, by number. */
export async function monthsOfPosts(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  ids: readonly string[],
): Promise<Map<string, MonthTold>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.execute<Omit<MonthTold, 'address'> & { id: string; path: string }>(sql`
    select p.id::text as id, m.id::text as "monthId", m.theme, c.slug || '/' || m.date as path,
      case p.idempotency_key when ${monthKey('')} || m.id then 'month' else 'digest' end as what
    from post p join club c on c.person_id = p.author_id join month m on m.club_id = c.id
      and p.idempotency_key in (${monthKey('')} || m.id, ${digestKey('')} || m.id)
    where p.id = any(${sql.param([...ids])}::bigint[]) and m.state <> 'draft'`);
  return new Map(
    rows.map(({ id, path, ...told }) => [id, { ...told, address: `${config.origin}/${path}` }]),
  );
}
