import type { Services } from '#platform/services.server.ts';

/** How many people there are, and were here lately. Rounded down to tens: below ten nobody is counted. */
export interface PeopleCounts {
  all: number;
  month: number;
  halfYear: number;
  /** Newcomers of each of the last twelve weeks, this week first. */
  newcomers: number[];
}

const day = 24 * 60 * 60 * 1000;

/**
 * Figures that everybody may read. Whoever was here with a session or with an app counts as active; when
 * exactly is not kept of apps, so a day is all that is looked at.
 */
export async function countPeople({
  pool,
  clock,
}: Pick<Services, 'pool' | 'clock'>): Promise<PeopleCounts> {
  const now = clock.now();
  const { rows } = await pool.query<PeopleCounts>({
    name: 'people counts',
    text: `with here as (
        select p.id, p.published, greatest(
          (select max(s.seen) from session s where s.login_id = p.login_id),
          (select max(t.seen) from oauth_token t where t.person_id = p.id)) as seen
        from person p where p.login_id is not null)
      select (count(*) / 10 * 10)::int as "all",
        (count(*) filter (where seen > $1) / 10 * 10)::int as month,
        (count(*) filter (where seen > $2) / 10 * 10)::int as "halfYear",
        array(select (select count(*) / 10 * 10 from here where published > $3::timestamptz - (week + 1) * interval '1 week'
            and published <= $3::timestamptz - week * interval '1 week')::int
          from generate_series(0, 11) week order by week) as newcomers
      from here`,
    values: [new Date(now.getTime() - 30 * day), new Date(now.getTime() - 182 * day), now],
  });
  return rows[0] ?? { all: 0, month: 0, halfYear: 0, newcomers: Array<number>(12).fill(0) };
}
