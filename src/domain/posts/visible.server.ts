import { and, inArray, sql, type SQL } from 'drizzle-orm';
import { post, postMention } from './schema.server.ts';
import { hostOf } from '#domain/people/handle.ts';
import { follows, unblocked, type Asking } from '#domain/connections/pairs.server.ts';

/**
 * The one visibility predicate: a condition over `post` that holds for what this viewer may read.
 * Every reader joins through it; nobody reads a post first and asks afterwards. `null` is everybody:
 * what a stream, a kept page or a feed may say.
 *
 * Own posts always. Others' only where neither has blocked the other, and then: public and unlisted ones;
 * those for followers or friends when the viewer is one of everybody's whose audience it is, or the person
 * who is answered; direct ones when the viewer is named. What a host has taken out of sight is its author's.
 */
export function visibleTo(viewer: Asking | null): SQL {
  const shown = viewer
    ? sql`(${post.withheld} is null or ${post.authorId} = ${viewer.personId})`
    : sql`${post.withheld} is null`;
  return sql`(${shown} and ${meantFor(viewer)})`;
}

/**
 * The same, whether or not a host has taken the post out of sight: for the place alone that hides lines and
 * says so in its own words. Nobody else reads by it.
 */
export function meantFor(viewer: Asking | null): SQL {
  const forAll = inArray(post.visibility, ['public', 'unlisted']);
  if (!viewer) return and(forAll, sql`not ${post.localOnly}`) ?? forAll;
  const me = viewer.personId;
  // Whoever acts here from another server is not one of the people here.
  const here = viewer.handle && hostOf(viewer.handle) ? sql`not ${post.localOnly}` : sql`true`;
  return sql`(${post.authorId} = ${me} or (${here} and ${unblocked(viewer, post.authorId)} and case ${post.visibility}
    when 'public' then true
    when 'unlisted' then true
    when 'direct' then exists (select from ${postMention} named
      where named.post_id = ${post.id} and named.person_id = ${me} offset 0)
    else ${post.repliedPersonId} is not distinct from ${me}::bigint or (
      cardinality(${post.followersOf}) + cardinality(${post.friendsOf}) > 0
      and not exists (select from unnest(${post.followersOf}) as whose (id)
        where whose.id <> ${me} and not ${follows(me, sql`whose.id`)})
      and not exists (select from unnest(${post.friendsOf}) as whose (id)
        where whose.id <> ${me} and not exists (select from friendship fr
          where fr.person_id = ${me} and fr.friend_id = whose.id offset 0)))
    end))`;
}
