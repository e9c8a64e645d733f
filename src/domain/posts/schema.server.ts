import { index, integer, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';

/** What a person wrote. Deleting it deletes the row: places that number posts keep their own line. */
export const post = table(
  'post',
  {
    id: timedId(),
    authorId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    visibility: text({ enum: ['public', 'unlisted', 'followers', 'friends', 'direct'] }).notNull(),
    text: text().notNull(),
    html: text().notNull(),
    inReplyTo: idOf(),
    idempotencyKey: text(),
    published: instant().notNull().defaultNow(),
    updated: instant(),
  },
  (t) => [
    index('post_author').on(t.authorId, t.id),
    unique('post_once').on(t.authorId, t.idempotencyKey),
  ],
);

/** What a post said before it was edited. */
export const postEdition = table(
  'post_edition',
  {
    postId: idOf()
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    text: text().notNull(),
    published: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.number] })],
);
