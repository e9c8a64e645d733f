import { scryptSync } from 'node:crypto';
import type { Client } from 'pg';

/** Ids are far below those that the product makes now, so that what is posted later sorts later. */
const firstId = 10n ** 17n;

/** The club that is measured. Its pages hold the same at every scale. */
export const clubSlug = 'bench-club-0';
export const clubId = String(firstId);
/** The month whose chat is live now; its paper, guest post and transcript belong to `monthPast`. */
export const monthLive = String(firstId);
export const monthPast = String(firstId + 1n);
/** Rounds of the live chat that have been asked. */
export const questionLive = String(firstId + 2n);
export const peopleAtOnce = 50;

const monthsAClub = 12;

/** Adds clubs `from` to `to - 1`, each with its months, people, comments and answers, and tidies up. */
export async function seed(client: Client, from: number, to: number): Promise<void> {
  await client.query('set statement_timeout = 0');
  for (const statement of statements(from, to)) await client.query(statement);
  await client.query('vacuum analyze');
}

/** Forgets what was answered in the live chat and how often anybody tried, so that each run meets the same. */
export async function forgetAnswers(client: Client): Promise<void> {
  await client.query(
    `with gone as (delete from answer where month_id = ${monthLive} returning post_id)
    delete from post where id in (select post_id from gone)`,
  );
  await client.query(`update month set last_number = 0 where id = ${monthLive}`);
  await client.query(`delete from presence where month_id = ${monthLive}`);
  await client.query('delete from rate_limit');
  await client.query('vacuum analyze answer, post, presence, month, rate_limit');
}

/** The addresses of the measured month's days, as the seeding clock set them. */
export async function findDates(client: Client): Promise<{ live: string; past: string }> {
  const { rows } = await client.query<{ id: string; date: string }>(
    `select id::text, date::text from month where id in (${monthLive}, ${monthPast})`,
  );
  const dateOf = (id: string) => rows.find((row) => row.id === id)?.date ?? '';
  return { live: dateOf(monthLive), past: dateOf(monthPast) };
}

/** A `cookie` header of the nth person. */
export function cookieOf(n: number): string {
  return `session=${tokenOf(String(n))}`;
}

/** How the nth person signs in by password. */
export function credentialsOf(n: number): { email: string; password: string } {
  return { email: `person${n}@example.org`, password: 'bench words of everybody' };
}

/** Their password's hash (scrypt, as the product makes it), the same for all. */
function passwordHash(): string {
  const salt = '00'.repeat(16);
  const cost = { N: 16384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
  return `${salt}:${scryptSync(credentialsOf(0).password, salt, 64, cost).toString('hex')}`;
}

const tokenOf = (n: string) => `bench-session-of-person-${n}`;

/** Person `p` of 50 a club, club `c`, month `m` (the club's 12 counted through), answer `a` of a month. */
function statements(from: number, to: number): string[] {
  const id = (n: string) => `${firstId} + ${n}`;
  const [people, peopleEnd] = [from * peopleAtOnce, to * peopleAtOnce - 1];
  const [months, monthsEnd] = [from * monthsAClub, to * monthsAClub - 1];
  const everyMonth = `generate_series(${months}, ${monthsEnd}) m, lateral (select m % ${monthsAClub} as k, m / ${monthsAClub} as c) club`;
  // The first month of the measured club is live now, that of another opens; the rest are past.
  const starts = `date_trunc('minute', now() at time zone 'UTC') - interval '10 minutes'
    + case when k = 0 and c > 0 then interval '5 days' else k * interval '-30 days' end`;
  const anybody = (salt: string) =>
    `${firstId} + abs(hashint4((${salt})::int)) % (case when m < ${monthsAClub} then ${peopleAtOnce} else ${to * peopleAtOnce} end)`;
  const said = (n: string) =>
    `(select line from sentence where number = abs(hashint4((${n})::int)) % 200)`;
  const answersOf = `case when m = 1 then 500 when k = 0 then 0 else 100 end`;
  const commentsOf = `case when m = 1 then 100 when k = 0 then 0 else 20 end`;
  return [
    'drop table if exists sentence, started',
    `create temp table sentence as select n as number, initcap(left(text, 1)) || substr(text, 2) || '.' as line
      from generate_series(0, 199) n, lateral (select string_agg(word, ' ' order by i) as text
      from (select i, (array['waiting','rooms','patients','a','question','about','dose','the','evidence','and','we','of','image','quality','for','care','what','is','clear','to','me','students','learn','with','time','this','paper','small','but','honest','trial','asks','how','people','feel'])
      [1 + abs(hashint4(n * 997 + i)) % 35] as word from generate_series(1, 30 + n % 20) i) words) texts`,
    `create temp table started as select m, k, c, ${starts} as starts from ${everyMonth}`,
    `insert into login (id, email) select 'bench-login-' || p, 'person' || p || '@example.org'
      from generate_series(${people}, ${peopleEnd}) p`,
    `insert into person (id, login_id, handle, name, published) select ${id('p')}, 'bench-login-' || p, 'person_' || p,
      'Person ' || p, now() - interval '1 year' from generate_series(${people}, ${peopleEnd}) p`,
    `insert into person_role (person_id, role) select ${id('p')},
      (array['patient','carer','professional','student','researcher'])[1 + p % 5]
      from generate_series(${people}, ${peopleEnd}) p where p % 3 > 0`,
    `insert into session (id, login_id, token_hash, created, seen, proved, ends)
      select 'bench-session-' || p, 'bench-login-' || p,
      encode(sha256(('${tokenOf("' || p || '")}')::bytea), 'hex'), now(), now(), now(), now() + interval '1 day'
      from generate_series(${people}, ${peopleEnd}) p`,
    `insert into password (login_id, hash, changed) select 'bench-login-' || p, '${passwordHash()}', now()
      from generate_series(${people}, ${peopleEnd}) p`,
    ...(from === 0
      ? [`insert into operator (person_id) values (${id('0')}) on conflict do nothing`]
      : []),
    `insert into club (id, slug, name, about, hashtag, world_line, first_chat, published)
      select ${id('c')}, 'bench-club-' || c, 'Bench club ' || c, ${said('c')}, 'BenchClub' || c,
      array['America/Vancouver','Europe/London','Australia/Sydney'], now() - interval '1 year', now() - interval '1 year'
      from generate_series(${from}, ${to - 1}) c`,
    `insert into club_duty (club_id, person_id, duty) select ${id('c')}, ${id(`c * ${peopleAtOnce} + 1`)}, 'curator'
      from generate_series(${from}, ${to - 1}) c`,
    `insert into glossary_word (club_id, term, meaning) select ${id('c')}, 'term ' || n, ${said('n')}
      from generate_series(${from}, ${to - 1}) c, generate_series(1, 20) n`,
    `insert into month (id, club_id, date, theme, summary, plain_summary, host_summary, state, revision, last_number, published, updated)
      select ${id('m')}, ${id('c')}, starts::date, 'Theme ' || k, ${said('k')}, ${said('k + 10')}, ${said('k + 20')},
      case when k > 0 then 'archived' when c = 0 then 'live' else 'open' end, ${answersOf}, ${answersOf},
      starts - interval '40 days', starts from started`,
    `insert into month_hour (month_id, number, date, time, zone, minutes)
      select ${id('m')}, 1, starts::date, to_char(starts, 'HH24:MI'), 'UTC', 180 from started`,
    `insert into month_move (month_id, from_state, to_state, at)
      select ${id('m')}, 'draft', 'announced', starts - interval '40 days' from started
      union all select ${id('m')}, 'announced', 'open', starts - interval '7 days' from started where k > 0 or c = 0`,
    `insert into paper (month_id, position, doi, pmid, title, authors, journal, year, volume, issue, pages, abstract, open_access_url)
      select ${id('m')}, place, '10.1000/bench.' || m || '.' || place, (30000000 + m * 3 + place)::text, left(${said('k + place')}, 90),
      '[{"family":"Snaith","given":"B"},{"family":"Harris","given":"M"},{"family":"McEntee","given":"M F"}]'::jsonb,
      'Journal of Medical Radiation Sciences', 2025, '64', '3', '179-186',
      array[${said('k + 1')}, ${said('k + 2')}, ${said('k + 3')}], 'https://example.org/' || m
      from started, generate_series(0, 2) place`,
    `insert into question (id, month_id, kind, number, position, text, minute, released)
      select ${id('m * 10 + place')}, ${id('m')},
      case place when 0 then 'opening' when 6 then 'closing' else 'question' end,
      case when place < 6 then place end, place, ${said('place')}, place * 8,
      case when k > 0 or (c = 0 and place < 4) then starts + place * interval '8 minutes' end
      from started, generate_series(0, 6) place`,
    `insert into guest_post (id, month_id, title, author_name, author_id, about, body, html, published)
      select ${id('m')}, ${id('m')}, left(${said('k + 5')}, 60), 'Person ' || c * ${peopleAtOnce} + 3,
      ${id(`c * ${peopleAtOnce} + 3`)}, 'a radiographer',
      (select string_agg(line, E'\\n\\n') from sentence where number < 16),
      (select string_agg('<p>' || line || '</p>', E'\\n') from sentence where number < 16),
      starts - interval '7 days' from started`,
    // The counted-through number keeps post ids apart: 1,000 a month for answers, then for comments.
    `insert into post (id, author_id, visibility, text, html, published)
      select ${id('m * 2000 + n')}, ${anybody('m * 7 + n * 13')}, 'public', line, '<p>' || line || '</p>', starts + n * interval '7 seconds'
      from started, lateral generate_series(1, ${answersOf}) n, lateral (select ${said('m * 31 + n')} as line) texts`,
    `insert into answer (id, month_id, question_id, parent_id, number, post_id, published, revision)
      select ${id('m * 2000 + n')}, ${id('m')}, ${id('m * 10 + 1 + (n - 1) * 5 / (' + answersOf + ')')},
      case when n % 3 = 0 then ${id('m * 2000 + n - 1')} end, n, ${id('m * 2000 + n')}, starts + n * interval '7 seconds', n
      from started, lateral generate_series(1, ${answersOf}) n`,
    `insert into presence (month_id, person_id) select distinct a.month_id, p.author_id
      from answer a join post p on p.id = a.post_id where a.month_id between ${id(String(months))} and ${id(String(monthsEnd))}`,
    `insert into post (id, author_id, visibility, text, html, published)
      select ${id('m * 2000 + 1000 + n')}, ${anybody('m * 11 + n * 17')}, 'public', line, '<p>' || line || '</p>', starts - interval '7 days' + n * interval '1 hour'
      from started, lateral generate_series(1, ${commentsOf}) n, lateral (select ${said('m * 37 + n')} as line) texts`,
    `insert into comment (id, guest_post_id, number, parent_id, post_id, published)
      select ${id('m * 2000 + n')}, ${id('m')}, n, case when n % 3 = 0 then ${id('m * 2000 + n - 1')} end,
      ${id('m * 2000 + 1000 + n')}, starts - interval '7 days' + n * interval '1 hour'
      from started, lateral generate_series(1, ${commentsOf}) n`,
  ];
}
