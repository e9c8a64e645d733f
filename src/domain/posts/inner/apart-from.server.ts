import { sql } from 'drizzle-orm';
import type { Ctx } from '#platform/ctx.server.ts';

/** What of a post comes from people whom the viewer is kept apart from: how much of each count, and who is named. */
export type Apart = {
  replies: number;
  boosts: number;
  favourites: number;
  quotedBy: number;
  named: string[];
};

type ApartRow = Apart & { id: string };

/** The same for posts, by id: only what counts for everybody is in the counts, and so only that is taken off. */
export async function apartFrom(
  { db, viewer }: Ctx,
  postIds: readonly string[],
): Promise<Map<string, Apart>> {
  if (!viewer || postIds.length === 0) return new Map();
  const me = viewer.personId;
  const forAll = (name: string) =>
    sql.raw(`${name}.visibility in ('public', 'unlisted') and not ${name}.local_only`);
  const { rows } = await db.execute<ApartRow>(sql`
    with apart as materialized (select blocked_id as id from block where person_id = ${me}
      union select person_id from block where blocked_id = ${me})
    select wanted.id::text as id,
      (select count(*)::int from post r where r.in_reply_to = wanted.id and r.withheld is null and ${forAll('r')}
        and r.author_id in (select id from apart)) as replies,
      (select count(*)::int from boost b where b.post_id = wanted.id and b.visibility <> 'followers'
        and b.person_id in (select id from apart)) as boosts,
      (select count(*)::int from favourite f where f.post_id = wanted.id
        and f.person_id in (select id from apart)) as favourites,
      (select count(*)::int from post q where q.quoted_id = wanted.id and q.quote_revoked is null
        and q.withheld is null and ${forAll('q')} and q.author_id in (select id from apart)) as "quotedBy",
      coalesce((select json_agg(m.person_id::text) from post_mention m where m.post_id = wanted.id
        and m.person_id in (select id from apart)), '[]') as named
    from unnest(${sql.param(postIds)}::bigint[]) as wanted (id)`);
  return new Map(rows.map(({ id, ...apart }) => [id, apart]));
}
