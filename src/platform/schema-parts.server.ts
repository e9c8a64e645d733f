/** Column shapes that every area's tables share. */
import { sql } from 'drizzle-orm';
import { bigint, snakeCase, timestamp } from 'drizzle-orm/pg-core';

/** A table whose columns are snake_case in the database and camelCase here. */
export const table = snakeCase.table;

/** A 64-bit id in Mastodon's layout (milliseconds << 16 | tick), made by the database, read as text. */
export const timedId = () =>
  bigint({ mode: 'string' })
    .primaryKey()
    .default(sql`timed_id()`);

/** A reference to such an id. */
export const idOf = () => bigint({ mode: 'string' });

/** An instant with its zone, milliseconds kept. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' });
