import { sql } from 'drizzle-orm';
import { unblocked } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody, and whom the viewer follows of those who follow them. */
export interface Familiar {
  id: string;
  followers: string[];
}

const mostShown = 20;

/**
 * Whom the viewer follows among those who follow these people, newest first. Only where both show their
 * lists: the one who is followed, and the one who follows. Nobody is named whom the viewer is kept apart
 * from; ids that nobody has, or not for the viewer, are left out.
 */
export async function listFamiliar(ctx: Ctx, ids: readonly string[]): Promise<Familiar[]> {
  const { viewer, db } = ctx;
  const wanted = [...new Set(ids.filter(isId))];
  if (!viewer || wanted.length === 0) return [];
  const me = viewer.personId;
  const { rows } = await db.execute<Familiar & Record<string, unknown>>(sql`
    select p.id::text as id, coalesce((select json_agg(found.id::text) from (
        select q.id from follow t join follow own on own.follower_id = ${me} and own.followee_id = t.follower_id
          join person q on q.id = t.follower_id and q.shows_follows
        where t.followee_id = p.id and (p.shows_follows or p.id = ${me}) and ${unblocked(viewer, sql`q.id`)}
        order by t.id desc limit ${mostShown}) as found), '[]') as followers
    from unnest(${sql.param(wanted)}::bigint[]) with ordinality as wanted (id, place)
    join person p on p.id = wanted.id
    where p.id = ${me} or ${unblocked(viewer, sql`p.id`)} order by wanted.place`);
  return rows;
}
