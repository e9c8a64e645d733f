import { sql } from 'drizzle-orm';
import { holds } from './filter-rules.ts';
import { readFilters, type FilterView } from './filters.server.ts';
import type { PostView } from './view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A filter that hits a post: by which words, or because the post itself is named. */
export interface FilterHit {
  filter: FilterView;
  keywords: string[];
  posts: string[];
}

const mostKept = 2000;
/** Ids are one place's own: what is remembered belongs to its database. */
const remembered = new WeakMap<object, Map<string, Promise<FilterView[]>>>();

/**
 * The viewer's filters that hit these posts, by the post's id: by words of the text, the content note, the
 * answers of a poll and the descriptions of media. Filters whose time is over hit nothing. What apps do with
 * it is theirs: no post is left out here.
 */
export async function filtersHitting(
  ctx: Ctx,
  posts: readonly PostView[],
): Promise<Map<string, FilterHit[]>> {
  if (!ctx.viewer || posts.length === 0) return new Map();
  const now = ctx.clock.now().toISOString();
  const all = await rememberFilters(ctx, ctx.viewer.personId);
  const living = all.filter(({ ends }) => ends === null || ends > now);
  if (living.length === 0) return new Map();
  const alts = await readAlts(ctx, posts);
  return new Map(posts.map((view) => [view.id, hitsOf(living, view, alts.get(view.id) ?? '')]));
}

function hitsOf(filters: FilterView[], view: PostView, alts: string): FilterHit[] {
  const options = view.poll?.options.map(({ title }) => title) ?? [];
  const text = [view.contentNote, view.text, ...options, alts].join('\n').toLowerCase();
  const hits = lookingIn(text);
  return filters
    .map((filter) => ({
      filter,
      keywords: filter.keywords
        .filter(({ keyword, wholeWord }) => hits(keyword, wholeWord))
        .map(({ keyword }) => keyword),
      posts: filter.posts.filter(({ postId }) => postId === view.id).map(({ postId }) => postId),
    }))
    .filter(({ keywords, posts }) => keywords.length + posts.length > 0);
}

/** Looks for each keyword once, in however many filters it stands. */
function lookingIn(text: string): (keyword: string, wholeWord: boolean) => boolean {
  const looked = new Map<string, boolean>();
  return (keyword, wholeWord) => {
    const key = `${wholeWord} ${keyword.toLowerCase()}`;
    const known = looked.get(key) ?? holds(text, keyword, wholeWord);
    looked.set(key, known);
    return known;
  };
}

async function readAlts({ db }: Ctx, posts: readonly PostView[]): Promise<Map<string, string>> {
  const ids = sql.param(posts.map(({ id }) => id));
  const { rows } = await db.execute<{ id: string; alts: string }>(sql`
    select m.post_id::text as id, string_agg(m.alt, chr(10)) as alts from media m
    where m.post_id = any(${ids}::bigint[]) and m.alt <> '' group by m.post_id`);
  return new Map(rows.map(({ id, alts }) => [id, alts]));
}

/** Read once in this process, until a wake says that they changed. */
function rememberFilters(ctx: Ctx, personId: string): Promise<FilterView[]> {
  const known = memoryOf(ctx);
  const kept = known.get(personId);
  if (kept) return kept;
  if (known.size >= mostKept) known.clear();
  const reading = readFilters(ctx, personId);
  known.set(personId, reading);
  reading.catch(() => known.delete(personId));
  return reading;
}

function memoryOf({ pool, live }: Ctx): Map<string, Promise<FilterView[]>> {
  const known = remembered.get(pool);
  if (known) return known;
  const fresh = new Map<string, Promise<FilterView[]>>();
  live.hear(({ kind, id }) => {
    if (kind === 'filter') fresh.delete(id);
  });
  live.onGap(() => fresh.clear());
  remembered.set(pool, fresh);
  return fresh;
}
