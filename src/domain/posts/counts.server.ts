import type { Services } from '#platform/services.server.ts';

/** How many posts from here everybody may read. Rounded down to tens. */
export interface PostCounts {
  all: number;
  /** Of each of the last twelve weeks, this week first. */
  weeks: number[];
}

/** Figures that everybody may read, of posts that everybody may read. */
export async function countPosts({
  pool,
  clock,
}: Pick<Services, 'pool' | 'clock'>): Promise<PostCounts> {
  const { rows } = await pool.query<PostCounts>({
    name: 'post counts',
    text: `with open as (select published from post where visibility = 'public' and not local_only and withheld is null
          and not elsewhere)
      select (count(*) / 10 * 10)::int as "all",
        array(select (select count(*) / 10 * 10 from open where published > $1::timestamptz - (week + 1) * interval '1 week'
            and published <= $1::timestamptz - week * interval '1 week')::int
          from generate_series(0, 11) week order by week) as weeks
      from open`,
    values: [clock.now()],
  });
  return rows[0] ?? { all: 0, weeks: Array<number>(12).fill(0) };
}
