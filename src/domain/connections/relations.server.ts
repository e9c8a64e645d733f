import { sql } from 'drizzle-orm';
import { mayMeet } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What is between the viewer and somebody, as the viewer may know it. A block by the other is not said. */
export interface Relation {
  id: string;
  follows: boolean;
  boosts: boolean;
  notify: boolean;
  languages: string[];
  followed: boolean;
  asked: boolean;
  askedBy: boolean;
  friends: boolean;
  blocks: boolean;
  /** Whether the viewer has blocked the server on which they live. */
  blocksServer: boolean;
  mutes: boolean;
  mutesNotifications: boolean;
  muteEnds: string | null;
  endorsed: boolean;
  note: string;
}

/** The same where it is clear whom it is about. */
export type Together = Omit<Relation, 'id'>;

/**
 * What is between the viewer and these people, in the order asked for. Ids that nobody has are left out, and
 * alike those of people who have blocked the viewer.
 */
export async function listRelations(ctx: Ctx, ids: readonly string[]): Promise<Relation[]> {
  const { viewer, db, clock } = ctx;
  if (!viewer) return [];
  const me = viewer.personId;
  const asked = [...new Set(ids.filter(isId))];
  const { rows } = await db.execute<Relation & Record<string, unknown>>(sql`
    select p.id::text as id, f.id is not null as follows, coalesce(f.boosts, false) as boosts,
      coalesce(f.notify, false) as notify, coalesce(f.languages, '{}') as languages,
      b.id is not null as followed, r.id is not null as asked, s.id is not null as "askedBy",
      fr.person_id is not null as friends, bl.id is not null as blocks,
      d.id is not null as "blocksServer", m.id is not null as mutes,
      coalesce(m.notifications, false) as "mutesNotifications", to_json(m.ends)#>>'{}' as "muteEnds",
      e.id is not null as endorsed, coalesce(n.text, '') as note
    from unnest(${sql.param(asked)}::bigint[]) with ordinality as wanted (id, place)
    join person p on p.id = wanted.id
    left join follow f on f.follower_id = ${me} and f.followee_id = p.id
    left join follow b on b.follower_id = p.id and b.followee_id = ${me}
    left join follow_request r on r.asker_id = ${me} and r.asked_id = p.id
    left join follow_request s on s.asker_id = p.id and s.asked_id = ${me}
    left join friendship fr on fr.person_id = ${me} and fr.friend_id = p.id
    left join block bl on bl.person_id = ${me} and bl.blocked_id = p.id
    left join domain_block d on d.person_id = ${me} and d.domain = p.host
    left join mute m on m.person_id = ${me} and m.muted_id = p.id and (m.ends is null or m.ends > ${clock.now()})
    left join endorsement e on e.person_id = ${me} and e.endorsed_id = p.id
    left join person_note n on n.person_id = ${me} and n.about_id = p.id
    where ${mayMeet(viewer, sql`p.id`)} order by wanted.place`);
  return rows;
}
