import { and, eq, inArray, sql } from 'drizzle-orm';
import { filterBounds } from '../filter-rules.ts';
import { filter, filterKeyword } from '../filter-schema.server.ts';
import type { TextRefusal } from '../rules.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

/** Why a filter is not made or changed. `gone`: it is not there, or is somebody else's. */
export interface FilterRefused {
  refused: TextRefusal | 'signIn' | 'gone' | 'tooMany' | 'noContext';
}

/** What somebody says of a keyword: a new one without `id`; `gone` takes it away. */
export interface KeywordWishes {
  id?: string | undefined;
  keyword?: unknown;
  wholeWord?: boolean | undefined;
  gone?: boolean | undefined;
}

/** Undoes the transaction of a change of which a part is refused. */
class Undone extends Error {
  readonly why: FilterRefused;
  constructor(why: FilterRefused) {
    super('A filter was left as it was.');
    this.why = why;
  }
}

/** Changes the viewer's filters, one change at a time: what is refused is undone, the rest is told. */
export async function changeFilters<T extends object>(
  ctx: Ctx,
  change: (tx: Tx, personId: string) => Promise<T | FilterRefused>,
): Promise<T | FilterRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select from person where id = ${viewer.personId} for no key update`);
    const done = await change(tx, viewer.personId);
    if ('refused' in done) throw new Undone(done);
    tx.wake({ kind: 'filter', id: viewer.personId });
    return done;
  }).catch((fault: unknown) => {
    if (fault instanceof Undone) return fault.why;
    throw fault;
  });
}

/** A filter of this person; undefined alike for one of somebody else and for none. */
export function filterOf(personId: string, id: string) {
  return isId(id) ? and(eq(filter.id, id), eq(filter.personId, personId)) : sql`false`;
}

/** The filters of a person, as a part of a statement. */
export function filtersOf({ db }: Pick<Tx, 'db'>, personId: string) {
  return db.select({ id: filter.id }).from(filter).where(eq(filter.personId, personId));
}

/** Makes, changes and takes away keywords of an own filter, in this order, within its bounds. */
export async function changeKeywords(
  tx: Tx,
  personId: string,
  filterId: string,
  wishes: readonly KeywordWishes[],
): Promise<FilterRefused | undefined> {
  for (const wish of wishes.slice(0, filterBounds.keywords * 2)) {
    const refused = await changeKeyword(tx, filterId, wish);
    if (refused) return refused;
  }
  const here = await tx.db.$count(filterKeyword, eq(filterKeyword.filterId, filterId));
  const own = inArray(filterKeyword.filterId, filtersOf(tx, personId));
  const all = await tx.db.$count(filterKeyword, own);
  const tooMany = here > filterBounds.keywords || all > filterBounds.keywordsInAll;
  return tooMany ? { refused: 'tooMany' } : undefined;
}

async function changeKeyword(
  { db }: Tx,
  filterId: string,
  { id, keyword: said, wholeWord, gone }: KeywordWishes,
): Promise<FilterRefused | undefined> {
  const keyword = said === undefined && id ? undefined : readKeyword(said);
  if (typeof keyword === 'object') return keyword;
  const set = { ...(keyword && { keyword }), ...(wholeWord !== undefined && { wholeWord }) };
  if (!id) {
    await db.insert(filterKeyword).values({ filterId, keyword: keyword ?? '', ...set });
    return undefined;
  }
  const own = and(eq(filterKeyword.id, isId(id) ? id : '0'), eq(filterKeyword.filterId, filterId));
  const found = { id: filterKeyword.id };
  const done = gone
    ? await db.delete(filterKeyword).where(own).returning(found)
    : Object.keys(set).length > 0
      ? await db.update(filterKeyword).set(set).where(own).returning(found)
      : await db.select(found).from(filterKeyword).where(own);
  return done.length > 0 ? undefined : { refused: 'gone' };
}

function readKeyword(said: unknown): string | FilterRefused {
  const keyword = plainText(said ?? '', { maxGraphemes: filterBounds.keyword });
  return typeof keyword !== 'string' || keyword ? keyword : { refused: 'empty' };
}
