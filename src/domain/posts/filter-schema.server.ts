import { bigint, boolean, index, text, unique } from 'drizzle-orm/pg-core';
import { post } from './schema.server.ts';
import { instant, table, timedId } from '#platform/schema-parts.server.ts';
import { personOf } from '#domain/people/schema.server.ts';

/** What somebody does not want to read in these places: apps hide it, or say `title` in its place. */
export const filter = table(
  'filter',
  {
    id: timedId(),
    personId: personOf(),
    title: text().notNull(),
    context: text().array().notNull(),
    action: text({ enum: ['warn', 'hide', 'blur'] })
      .notNull()
      .default('warn'),
    ends: instant(),
  },
  (t) => [index('filter_person').on(t.personId)],
);

const filterOf = () =>
  bigint('filter_id', { mode: 'string' })
    .notNull()
    .references(() => filter.id, { onDelete: 'cascade' });

/** A word, or words, that a filter hits. */
export const filterKeyword = table(
  'filter_keyword',
  {
    id: timedId(),
    filterId: filterOf(),
    keyword: text().notNull(),
    wholeWord: boolean().notNull().default(true),
  },
  (t) => [index('filter_keyword_filter').on(t.filterId)],
);

/** A post that a filter hits, whatever it says. */
export const filterStatus = table(
  'filter_status',
  {
    id: timedId(),
    filterId: filterOf(),
    postId: bigint('post_id', { mode: 'string' })
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
  },
  (t) => [
    unique('filter_status_once').on(t.filterId, t.postId),
    index('filter_status_post').on(t.postId),
  ],
);
