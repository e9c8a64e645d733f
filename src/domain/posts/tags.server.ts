import { and, eq, sql } from 'drizzle-orm';
import { namesCondition } from './condition-words.ts';
import { featuredTag, followedTag } from './home-schema.server.ts';
import { tagOf, tagsIn } from './rules.ts';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { meet } from '#domain/connections/meet.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** A hashtag as the viewer stands to it. `shown` is how it is written. */
export interface TagView {
  tag: string;
  shown: string;
  following: boolean;
  featuring: boolean;
}

/** A hashtag on somebody's profile, with how often everybody can see it in what they wrote of late. */
export interface FeaturedTag {
  id: string;
  tag: string;
  shown: string;
  posts: number;
  lastDay: string | null;
}

/** How many hashtags somebody follows at most, and how many stand on a profile. */
const tagBounds = { followed: 500, featured: 10 } as const;

/** Why a hashtag is not followed or shown. */
export interface TagRefused {
  refused: 'signIn' | 'noTag' | 'gone' | 'tooMany' | 'already';
}

/** How many of somebody's newest posts are looked through for their hashtags. */
const looked = 400;

/** A hashtag by what somebody typed; undefined for what can be none. Whether anybody used it is not said. */
export async function findTag(ctx: Ctx, typed: string): Promise<TagView | undefined> {
  const known = readTag(typed);
  return known && (await readTags(ctx, [known]))[0];
}

/** These hashtags as the viewer stands to them, in the order given. */
export async function readTags(
  { db, viewer }: Ctx,
  tags: readonly { tag: string; shown: string }[],
): Promise<TagView[]> {
  const names = sql.param(tags.map(({ tag }) => tag));
  const own = sql`o.person_id = ${viewer?.personId ?? '0'} and o.tag = any(${names}::text[])`;
  const { rows } = await db.execute<{ tag: string; featured: boolean }>(sql`
    select o.tag, false as featured from ${followedTag} o where ${own}
    union all select o.tag, true from ${featuredTag} o where ${own}`);
  const has = (tag: string, as: boolean) =>
    rows.some((row) => row.tag === tag && row.featured === as);
  return tags.map(({ tag, shown }) => {
    return { tag, shown, following: has(tag, false), featuring: has(tag, true) };
  });
}

function readTag(typed: string): { tag: string; shown: string } | undefined {
  const shown = typed.replace(/^#/, '').normalize('NFC');
  const [found] = tagsIn(`#${shown}`);
  return found?.shown === shown ? found : undefined;
}

/** Brings public posts with a hashtag home from now on. Twice is as once. */
export async function followTag(ctx: Ctx, typed: string): Promise<TagView | TagRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const known = readTag(typed);
  if (!known) return { refused: 'noTag' };
  const { personId } = viewer;
  const refused = await inTransaction(ctx, async ({ db }) => {
    await db.execute(sql`select from person where id = ${personId} for no key update`);
    const many = await db.$count(followedTag, eq(followedTag.personId, personId));
    if (many >= tagBounds.followed) return { refused: 'tooMany' as const };
    await db.insert(followedTag).values({ personId, tag: known.tag }).onConflictDoNothing();
    return undefined;
  });
  return refused ?? (await findTag(ctx, typed)) ?? { refused: 'noTag' };
}

/** Brings them home no longer; what came stays. */
export async function unfollowTag(ctx: Ctx, typed: string): Promise<TagView | TagRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const own = and(eq(followedTag.personId, viewer.personId), eq(followedTag.tag, tagOf(typed)));
  await ctx.db.delete(followedTag).where(own);
  return (await findTag(ctx, typed)) ?? { refused: 'noTag' };
}

/** Which hashtags the viewer follows, the last first; `id` turns the pages. */
export async function listFollowedTags(
  ctx: Ctx,
  window: Window,
): Promise<{ id: string; tag: TagView }[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<{ id: string; tag: string }>(sql`
    select t.id::text as id, t.tag from ${followedTag} t where t.person_id = ${ctx.viewer.personId}
      and ${within(sql`t.id`, window)} ${inOrder(sql`t.id`, window)} limit ${window.limit}`);
  const shown = await readTags(
    ctx,
    rows.map(({ tag }) => ({ tag, shown: tag })),
  );
  const listed = rows.flatMap(({ id }, at) => {
    const tag = shown[at];
    return tag ? [{ id, tag }] : [];
  });
  return newestFirst(listed, window);
}

/** The hashtags on somebody's profile; undefined where nobody is whom the viewer may meet. */
export async function listFeaturedTags(
  ctx: Ctx,
  personId: string,
): Promise<FeaturedTag[] | undefined> {
  if (!(await meet(ctx, personId))) return undefined;
  const { rows } = await ctx.db.execute<FeaturedTag & Record<string, unknown>>(sql`
    select f.id::text as id, f.tag, f.shown, count(u.id)::int as posts,
      to_char(max(u.published) at time zone 'UTC', 'YYYY-MM-DD') as "lastDay"
    from ${featuredTag} f left join lateral (
      select ${post.id}, ${post.published} from ${newestOf(personId)}
      where ${visibleTo(null)} and exists (select from post_tag t where t.post_id = ${post.id} and t.tag = f.tag)) u on true
    where f.person_id = ${personId} group by f.id order by f.id`);
  return rows;
}

function newestOf(personId: string) {
  return sql`(select * from post p where p.author_id = ${personId} order by p.id desc limit ${looked}) post`;
}

/** Puts a hashtag on the viewer's profile; ten at most. */
export async function featureTag(ctx: Ctx, typed: string): Promise<FeaturedTag | TagRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const known = readTag(typed);
  if (!known) return { refused: 'noTag' };
  const { personId } = viewer;
  const refused = await inTransaction(ctx, async ({ db }) => {
    await db.execute(sql`select from person where id = ${personId} for no key update`);
    const many = await db.$count(featuredTag, eq(featuredTag.personId, personId));
    const own = and(eq(featuredTag.personId, personId), eq(featuredTag.tag, known.tag));
    if ((await db.$count(featuredTag, own)) > 0) return { refused: 'already' as const };
    if (many >= tagBounds.featured) return { refused: 'tooMany' as const };
    await db.insert(featuredTag).values({ personId, ...known });
    return undefined;
  });
  if (refused) return refused;
  const all = await listFeaturedTags(ctx, personId);
  return all?.find(({ tag }) => tag === known.tag) ?? { refused: 'gone' };
}

/** Takes a hashtag from the viewer's profile, by its number there or by name. */
export async function unfeatureTag(
  { db, viewer }: Ctx,
  by: { id: string } | { typed: string },
): Promise<TagRefused | undefined> {
  if (!viewer) return { refused: 'signIn' };
  if ('id' in by && !isId(by.id)) return { refused: 'gone' };
  const which = 'id' in by ? eq(featuredTag.id, by.id) : eq(featuredTag.tag, tagOf(by.typed));
  const gone = await db
    .delete(featuredTag)
    .where(and(eq(featuredTag.personId, viewer.personId), which))
    .returning({ id: featuredTag.id });
  return gone.length > 0 ? undefined : { refused: 'gone' };
}

/** Hashtags that the viewer used most of late and does not show yet; never one that names an illness. */
export async function suggestTags(ctx: Ctx): Promise<TagView[]> {
  if (!ctx.viewer) return [];
  const me = ctx.viewer.personId;
  const { rows } = await ctx.db.execute<{ tag: string; shown: string }>(sql`
    select t.tag, min(t.shown) as shown from ${newestOf(me)} join post_tag t on t.post_id = ${post.id}
    where not exists (select from ${featuredTag} f where f.person_id = ${me} and f.tag = t.tag)
    group by t.tag order by count(*) desc, t.tag limit 40`);
  return readTags(ctx, rows.filter(({ tag }) => !namesCondition(tag)).slice(0, 10));
}
