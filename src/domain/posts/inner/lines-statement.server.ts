import { sql, type SQL } from 'drizzle-orm';
import { quotableBy } from './quote-rights.server.ts';
import { boost, post } from '../schema.server.ts';
import type { PostView } from '../view.ts';
import { visibleTo } from '../visible.server.ts';
import { follows, unblocked } from '#domain/connections/pairs.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a row says of its post; nothing but null when it may not be read. */
export type SaidRow = Omit<PostView, 'author' | 'poll'> & {
  authorId: string | null;
  hasPoll: boolean;
  /** Whether the viewer is kept apart from anybody. */
  keptApart: boolean;
};

/** A row of the statement: a line, and its post when the viewer may read it. */
export type PostRow = SaidRow & {
  lineId: string;
  boosterId: string | null;
  boosted: string | null;
  boostVisibility: 'public' | 'unlisted' | 'followers' | null;
};

/** One statement for lines with everything that stands around their posts. Nothing is looked for that cannot be there. */
export function selectLines(ctx: Ctx, source: SQL): SQL {
  const { viewer } = ctx;
  const me = viewer?.personId ?? '0';
  return sql`
    with lines as materialized (select row_number() over () as place, line.* from (${source}) line)
    select lines.id::text as "lineId", lines.booster_id::text as "boosterId",
      to_json(boosted.published)#>>'{}' as boosted, boosted.visibility as "boostVisibility",
      ${written}, ${named}, ${isApart(me)} as "keptApart",
      ${viewer ? ownMarks(me) : sql`null`} as own,
      case when post.author_id = ${me} then (select json_build_object('name', a.name, 'website', a.website)
        from oauth_app a where a.id = post.app_id) end as app
    from lines left join ${post} on post.id = lines.post_id and ${visibleTo(viewer)}
    left join ${boost} boosted on lines.booster_id is not null and boosted.id = lines.id and ${boostShownTo(ctx)}
    order by lines.place`;
}

/** Asked once a statement: most people are kept apart from nobody. */
function isApart(me: string): SQL {
  return sql`(exists (select from block kept where kept.person_id = ${me})
    or exists (select from block kept where kept.blocked_id = ${me}))`;
}

/** Marks are looked up post by post (`offset 0`): somebody may have made very many. */
function ownMarks(me: string): SQL {
  return sql`json_build_object(
    'favourited', post.favourites > 0 and exists (select from favourite x where x.post_id = post.id and x.person_id = ${me} offset 0),
    'boosted', exists (select from boost x where x.post_id = post.id and x.person_id = ${me} offset 0),
    'bookmarked', exists (select from bookmark x where x.post_id = post.id and x.person_id = ${me} offset 0),
    'mayQuote', ${quotableBy(me)},
    'pinned', post.author_id = ${me} and exists (select from pin x where x.post_id = post.id and x.person_id = ${me} offset 0),
    'threadMuted', exists (select from thread_mute x where x.person_id = ${me} and x.thread_id = coalesce(post.thread_id, post.id) offset 0))`;
}

/** What was written, and what came of it. */
const written = sql`
  post.id::text as id, post.author_id::text as "authorId", post.visibility, post.local_only as "localOnly",
  post.text, post.html, post.content_note as "contentNote", post.sensitive, post.language,
  post.in_reply_to::text as "inReplyTo", post.replied_person_id::text as "repliedPersonId",
  post.thread_id::text as "threadId", post.replies_from as "repliesFrom", post.folded is not null as folded,
  post.quoted_id::text as "quotedId", post.quote_revoked is not null as "quoteRevoked", post.quotes,
  case when post.quotes = 'nobody' then 0 else (select count(*)::int from post q where q.quoted_id = post.id
    and q.quote_revoked is null and q.withheld is null and q.visibility in ('public', 'unlisted')
    and not q.local_only) end as "quotedBy",
  exists (select from media where media.post_id = post.id offset 0) as "hasMedia",
  position('http' in post.text) > 0 and exists (select from post_link where post_link.post_id = post.id offset 0) as "hasLink",
  to_json(post.published)#>>'{}' as published,
  to_json(post.updated)#>>'{}' as updated,
  post.replies, post.boosts, post.favourites,
  exists (select from poll where poll.post_id = post.id offset 0) as "hasPoll"`;

/** Whom and what a post names. Most name nobody, and are not asked. */
const named = sql`
  coalesce(case when position('@' in post.text) > 0 or post.visibility = 'direct' then (
    select json_agg(json_build_object('id', m.person_id::text, 'handle', w.handle) order by m.person_id)
    from post_mention m join person w on w.id = m.person_id where m.post_id = post.id) end, '[]') as mentions,
  coalesce(case when position('#' in post.text) > 0 then (select json_agg(json_build_object('tag', t.tag, 'shown', t.shown) order by t.tag)
    from post_tag t where t.post_id = post.id) end, '[]') as tags`;

/** Whether the viewer may know of a boost: their own, or of somebody whom they meet and whose audience they are. */
function boostShownTo({ viewer }: Ctx): SQL {
  if (!viewer) return sql`boosted.visibility <> 'followers'`;
  const me = viewer.personId;
  return sql`(boosted.person_id = ${me} or (${unblocked(viewer, sql`boosted.person_id`)} and (
    boosted.visibility <> 'followers' or ${follows(me, sql`boosted.person_id`)})))`;
}
