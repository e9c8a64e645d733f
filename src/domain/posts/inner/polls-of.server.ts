import { sql } from 'drizzle-orm';
import type { PollView } from '../view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

type PollRow = Omit<PollView, 'ended' | 'options'> & {
  id: string;
  options: string[];
  counts: number[];
  hidden: boolean;
  over: boolean;
};

/** The polls of posts that the viewer may read, by the post's id; counts as their author lets them be seen. An author has nothing to choose. */
export async function pollsOf(
  { db, clock, viewer }: Ctx,
  postIds: readonly string[],
): Promise<Map<string, PollView>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await db.execute<PollRow>(sql`
    select q.post_id::text as id, q.options, q.multiple, to_json(q.ends)#>>'{}' as ends,
      q.ends <= ${clock.now()} as over, q.hides_totals as hidden,
      coalesce(to_json(q.counts_elsewhere), (select json_agg((select count(*) from poll_vote v
          where v.post_id = q.post_id and v.choice = o.n - 1) order by o.n)
        from generate_series(1, cardinality(q.options)) as o (n))) as counts,
      coalesce((select sum(c)::int from unnest(q.counts_elsewhere) as c),
        (select count(*)::int from poll_vote v where v.post_id = q.post_id)) as votes,
      coalesce(q.voters_elsewhere,
        (select count(distinct v.person_id)::int from poll_vote v where v.post_id = q.post_id)) as voters,
      coalesce((select json_agg(v.choice order by v.choice) from poll_vote v
        where v.post_id = q.post_id and v.person_id = ${viewer?.personId ?? '0'}),
        (select '[]'::json from post p where p.id = q.post_id and p.author_id = ${viewer?.personId ?? '0'})) as own
    from poll q where q.post_id = any(${sql.param(postIds)}::bigint[])`);
  return new Map(rows.map((row) => [row.id, viewOf(row)]));
}

function viewOf({ id: _post, options, counts, hidden, over, ends, ...poll }: PollRow): PollView {
  const told = over || !hidden;
  const titled = options.map((title, at) => ({ title, votes: told ? (counts[at] ?? 0) : null }));
  return { ...poll, ends: new Date(ends).toISOString(), ended: over, options: titled };
}
