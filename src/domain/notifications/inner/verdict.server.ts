import { sql, type SQL } from 'drizzle-orm';
import { ownKinds, usualPolicy, type Kind, type Policy } from '../kinds.ts';

/** What one has asked for oneself is never held back, and requests to be friends have a tray of their own. */
const unfiltered: readonly Kind[] = ['poll', 'update', 'status', 'quoted_update', ...ownKinds];
const newDays = 30;

/**
 * What the policy of `p` (setting `s`) says of something that comes from `f`: `verdict`, and until when it
 * `waits` in quiet hours. Whoever was let through once, whom one follows and whom one wrote to is no stranger.
 */
export function verdictFor(kind: Kind, post: SQL, now: Date): SQL {
  const since = new Date(now.getTime() - newDays * 24 * 60 * 60 * 1000);
  const says = (name: string, matter: keyof Policy) =>
    sql`coalesce(s.${sql.raw(name)}, ${usualPolicy[matter]})`;
  return sql`select
    case when r.known or ${unfiltered.includes(kind)} then 'accept'
      when 'drop' = any(r.said) then 'drop' when 'filter' = any(r.said) then 'filter' else 'accept' end as verdict,
    case when s.quiet_until > ${now} and p.id <> f.id
      and not exists (select from friendship n where n.person_id = p.id and n.friend_id = f.id)
      and not (s.quiet_club and exists (select from club_duty d where d.person_id = f.id))
      then s.quiet_until end as waits
    from (select
      exists (select from notification_permission n where n.person_id = p.id and n.from_id = f.id) as known,
      array[
        case when not w.follows then ${says('not_following', 'notFollowing')} end,
        case when not w.followed then ${says('not_followers', 'notFollowers')} end,
        case when not w.follows and f.published > ${since} then ${says('new_accounts', 'newAccounts')} end,
        case when w.private and not w.follows and not w.wrote
          then ${says('private_mentions', 'privateMentions')} end
      ] as said
      from (select
        exists (select from follow n where n.follower_id = p.id and n.followee_id = f.id) as follows,
        exists (select from follow n where n.follower_id = f.id and n.followee_id = p.id) as followed,
        exists (select from post q where q.id = ${post} and q.visibility = 'direct') as private,
        exists (select from post q join post_mention m on m.post_id = q.id
          where q.author_id = p.id and q.visibility = 'direct' and m.person_id = f.id) as wrote) w) r`;
}
