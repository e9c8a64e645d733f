import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

/** A part of a long list, as it is asked for: the newest under `maxId`, over `sinceId`, or the next over `minId`. */
export interface Window {
  limit: number;
  maxId?: string;
  sinceId?: string;
  minId?: string;
}

/** A condition for the part of a list that is asked for, by the column that turns its pages. */
export function within(column: SQLWrapper, { maxId, sinceId, minId }: Omit<Window, 'limit'>): SQL {
  const upper = maxId ?? '9223372036854775807';
  return sql`${column} < ${upper}::bigint and ${column} > ${minId ?? sinceId ?? '0'}::bigint`;
}

/** The order in which it is read: from the newest down, or upwards from `minId`. */
export function inOrder(column: SQLWrapper, { minId }: Pick<Window, 'minId'>): SQL {
  return minId ? sql`order by ${column}` : sql`order by ${column} desc`;
}

/** Newest first, however it was read. */
export function newestFirst<T>(rows: T[], { minId }: Pick<Window, 'minId'>): T[] {
  return minId ? rows.toReversed() : rows;
}
