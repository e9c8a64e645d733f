import { bigint, index, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { idOf, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';

/**
 * What stands in somebody's home timeline: a line for each post or boost that reached them, written with it.
 * `id` is the post's or the boost's. A deleted post leaves its lines for a while: whoever had it must be told.
 * No line is checked against its person: that would cost half of the writing, and whoever is erased is erased
 * here too. `why`: whom or what they follow. A line says that something came, never that it may be read.
 */
export const homeLine = table(
  'home_line',
  {
    personId: idOf().notNull(),
    id: idOf().notNull(),
    postId: idOf().notNull(),
    authorId: idOf().notNull(),
    boosterId: idOf(),
    why: text({ enum: ['own', 'follow', 'tag'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] }), index('home_line_post').on(t.postId)],
);

/** A hashtag that somebody follows: posts with it come to their home timeline. */
export const followedTag = table(
  'followed_tag',
  {
    id: timedId(),
    personId: bigint('person_id', { mode: 'string' })
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    tag: text().notNull(),
  },
  (t) => [unique('followed_tag_once').on(t.personId, t.tag), index('followed_tag_tag').on(t.tag)],
);

/** A hashtag that somebody shows on their profile. */
export const featuredTag = table(
  'featured_tag',
  {
    id: timedId(),
    personId: bigint('person_id', { mode: 'string' })
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    tag: text().notNull(),
    shown: text().notNull(),
  },
  (t) => [unique('featured_tag_once').on(t.personId, t.tag)],
);
