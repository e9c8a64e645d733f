import { eq, sql } from 'drizzle-orm';
import { filterBounds, type FilterAction, type FilterContext } from './filter-rules.ts';
import { filter } from './filter-schema.server.ts';
import {
  changeFilters,
  changeKeywords,
  filterOf,
  type FilterRefused,
  type KeywordWishes,
} from './inner/filter-changes.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

export type { FilterRefused, KeywordWishes } from './inner/filter-changes.server.ts';

/** A filter as its owner sees it; nobody else ever does. `ends` is an ISO instant, or null for never. */
export interface FilterView {
  id: string;
  title: string;
  context: FilterContext[];
  action: FilterAction;
  ends: string | null;
  keywords: KeywordView[];
  posts: FilteredPost[];
}

/** A word, or words, of a filter. */
export interface KeywordView {
  id: string;
  keyword: string;
  wholeWord: boolean;
}

/** A post of a filter. */
export interface FilteredPost {
  id: string;
  postId: string;
}

/** What somebody says of a filter; `seconds` from now until it ends, or null for never. */
export interface FilterWishes {
  title?: unknown;
  context?: FilterContext[];
  action?: FilterAction;
  seconds?: number | null;
  keywords?: KeywordWishes[];
}

/** The viewer's filters, the oldest first, those whose time is over too. */
export async function listFilters(ctx: Ctx): Promise<FilterView[]> {
  return ctx.viewer ? readFilters(ctx, ctx.viewer.personId) : [];
}

/** A filter of the viewer; somebody else's is as absent as one that never was. */
export async function findFilter(ctx: Ctx, id: string): Promise<FilterView | undefined> {
  if (!ctx.viewer || !isId(id)) return undefined;
  return (await readFilters(ctx, ctx.viewer.personId, id))[0];
}

/** All filters of a person, or the one of this id. */
export async function readFilters(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
  id: string | null = null,
): Promise<FilterView[]> {
  const { rows } = await db.execute<FilterView & Record<string, unknown>>(sql`
    select f.id::text as id, f.title, f.context, f.action, to_json(f.ends)#>>'{}' as ends,
      coalesce((select json_agg(json_build_object('id', k.id::text, 'keyword', k.keyword, 'wholeWord', k.whole_word)
        order by k.id) from filter_keyword k where k.filter_id = f.id), '[]') as keywords,
      coalesce((select json_agg(json_build_object('id', s.id::text, 'postId', s.post_id::text) order by s.id)
        from filter_status s where s.filter_id = f.id), '[]') as posts
    from ${filter} f where f.person_id = ${personId} and f.id = coalesce(${id}::bigint, f.id) order by f.id`);
  return rows.map((row) => ({ ...row, ends: row.ends && new Date(row.ends).toISOString() }));
}

/** Makes a filter, with its keywords; at most a hundred a person. */
export async function makeFilter(
  ctx: Ctx,
  { keywords = [], ...wishes }: FilterWishes,
): Promise<FilterView | FilterRefused> {
  const said = readWishes(ctx, { ...wishes, title: wishes.title ?? '' });
  if ('refused' in said) return said;
  const { title = '', context = [], ...more } = said;
  if (context.length === 0) return { refused: 'noContext' };
  const made = await changeFilters(ctx, async (tx, personId) => {
    if ((await tx.db.$count(filter, eq(filter.personId, personId))) >= filterBounds.filters)
      return { refused: 'tooMany' };
    const values = { personId, title, context, ...more };
    const [{ id } = { id: '' }] = await tx.db
      .insert(filter)
      .values(values)
      .returning({ id: filter.id });
    return (await changeKeywords(tx, personId, id, keywords)) ?? { id };
  });
  return shown(ctx, made);
}

/** Changes an own filter, with those of its keywords that are named. */
export async function changeFilter(
  ctx: Ctx,
  id: string,
  { keywords = [], ...wishes }: FilterWishes,
): Promise<FilterView | FilterRefused> {
  const said = readWishes(ctx, wishes);
  if ('refused' in said) return said;
  const made = await changeFilters(ctx, async (tx, personId) => {
    if (!(await hasFilter(tx, personId, id))) return { refused: 'gone' };
    if (Object.keys(said).length > 0)
      await tx.db.update(filter).set(said).where(filterOf(personId, id));
    return (await changeKeywords(tx, personId, id, keywords)) ?? { id };
  });
  return shown(ctx, made);
}

async function hasFilter({ db }: Tx, personId: string, id: string): Promise<boolean> {
  return (await db.$count(filter, filterOf(personId, id))) > 0;
}

async function shown(
  ctx: Ctx,
  made: { id: string } | FilterRefused,
): Promise<FilterView | FilterRefused> {
  return 'refused' in made ? made : ((await findFilter(ctx, made.id)) ?? { refused: 'gone' });
}

/** Takes an own filter away. */
export async function removeFilter(ctx: Ctx, id: string): Promise<FilterRefused | undefined> {
  const done = await changeFilters(ctx, async ({ db }, personId) => {
    const gone = await db.delete(filter).where(filterOf(personId, id)).returning({ id: filter.id });
    return gone[0] ?? { refused: 'gone' as const };
  });
  return 'refused' in done ? done : undefined;
}

type Said = Partial<Pick<typeof filter.$inferInsert, 'title' | 'context' | 'action' | 'ends'>>;

function readWishes(
  { clock }: Ctx,
  { title: said, seconds, ...more }: Omit<FilterWishes, 'keywords'>,
): Said | FilterRefused {
  const title =
    said === undefined ? undefined : plainText(said, { maxGraphemes: filterBounds.title });
  if (typeof title === 'object') return title;
  if (title === '') return { refused: 'empty' };
  if (more.context?.length === 0) return { refused: 'noContext' };
  const ends = seconds == null ? null : new Date(clock.now().getTime() + seconds * 1000);
  return { ...more, ...(title && { title }), ...(seconds !== undefined && { ends }) };
}
