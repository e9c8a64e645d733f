import { and, eq, inArray } from 'drizzle-orm';
import { filterBounds } from './filter-rules.ts';
import { filter, filterKeyword, filterStatus } from './filter-schema.server.ts';
import {
  findFilter,
  type FilteredPost,
  type FilterView,
  type KeywordView,
} from './filters.server.ts';
import {
  changeFilters,
  changeKeywords,
  filterOf,
  filtersOf,
  type FilterRefused,
  type KeywordWishes,
} from './inner/filter-changes.server.ts';
import { findPost } from './read.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A keyword of the viewer's filters, with the filter it belongs to. */
export async function findKeyword(
  ctx: Ctx,
  id: string,
): Promise<{ keyword: KeywordView; of: FilterView } | undefined> {
  if (!ctx.viewer || !isId(id)) return undefined;
  const [row] = await ctx.db
    .select({ filterId: filterKeyword.filterId })
    .from(filterKeyword)
    .where(
      and(
        eq(filterKeyword.id, id),
        inArray(filterKeyword.filterId, filtersOf(ctx, ctx.viewer.personId)),
      ),
    );
  const of = row && (await findFilter(ctx, row.filterId));
  const keyword = of?.keywords.find((one) => one.id === id);
  return of && keyword && { keyword, of };
}

/** Puts a keyword into an own filter. */
export async function addKeyword(
  ctx: Ctx,
  filterId: string,
  wishes: Omit<KeywordWishes, 'id' | 'gone'>,
): Promise<KeywordView | FilterRefused> {
  const made = await changeFilters(ctx, async (tx, personId) => {
    if ((await tx.db.$count(filter, filterOf(personId, filterId))) === 0)
      return { refused: 'gone' };
    return (await changeKeywords(tx, personId, filterId, [wishes])) ?? {};
  });
  if ('refused' in made) return made;
  return (await findFilter(ctx, filterId))?.keywords.at(-1) ?? { refused: 'gone' };
}

/** Changes a keyword of an own filter, or takes it away (`gone`). */
export async function changeKeyword(
  ctx: Ctx,
  id: string,
  wishes: Omit<KeywordWishes, 'id'>,
): Promise<KeywordView | FilterRefused> {
  const found = await findKeyword(ctx, id);
  if (!found) return { refused: 'gone' };
  const { of, keyword } = found;
  const done = await changeFilters(
    ctx,
    async (tx, personId) =>
      (await changeKeywords(tx, personId, of.id, [{ ...wishes, id }])) ?? keyword,
  );
  return 'refused' in done || wishes.gone
    ? done
    : ((await findKeyword(ctx, id))?.keyword ?? { refused: 'gone' });
}

/** A post of the viewer's filters. */
export async function findFilteredPost(ctx: Ctx, id: string): Promise<FilteredPost | undefined> {
  if (!ctx.viewer || !isId(id)) return undefined;
  const own = inArray(filterStatus.filterId, filtersOf(ctx, ctx.viewer.personId));
  const [row] = await ctx.db
    .select({ id: filterStatus.id, postId: filterStatus.postId })
    .from(filterStatus)
    .where(and(eq(filterStatus.id, id), own));
  return row;
}

/** Puts a post that the viewer may read into an own filter; twice is as once. */
export async function addFilteredPost(
  ctx: Ctx,
  filterId: string,
  postId: string,
): Promise<FilteredPost | FilterRefused> {
  if (!(await findPost(ctx, postId))) return { refused: 'gone' };
  return changeFilters(ctx, async ({ db }, personId) => {
    if ((await db.$count(filter, filterOf(personId, filterId))) === 0) return { refused: 'gone' };
    await db.insert(filterStatus).values({ filterId, postId }).onConflictDoNothing();
    const of = eq(filterStatus.filterId, filterId);
    if ((await db.$count(filterStatus, of)) > filterBounds.posts) return { refused: 'tooMany' };
    const [row] = await db
      .select({ id: filterStatus.id, postId: filterStatus.postId })
      .from(filterStatus)
      .where(and(of, eq(filterStatus.postId, postId)));
    return row ?? { refused: 'gone' };
  });
}

/** Takes a post from an own filter. */
export async function removeFilteredPost(
  ctx: Ctx,
  id: string,
): Promise<FilteredPost | FilterRefused> {
  const found = await findFilteredPost(ctx, id);
  if (!found) return { refused: 'gone' };
  return changeFilters(ctx, async ({ db }) => {
    await db.delete(filterStatus).where(eq(filterStatus.id, id));
    return found;
  });
}
