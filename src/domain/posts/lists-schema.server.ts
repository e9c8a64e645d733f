import { sql } from 'drizzle-orm';
import { bigint, boolean, index, primaryKey, text } from 'drizzle-orm/pg-core';
import { table, timedId } from '#platform/schema-parts.server.ts';
import { person, personOf } from '#domain/people/schema.server.ts';

/**
 * People whose posts somebody reads together. `repliesPolicy`: which of their replies stand there. The posts
 * of an exclusive list do not stand in home.
 */
export const list = table(
  'list',
  {
    id: timedId(),
    personId: personOf(),
    title: text().notNull(),
    repliesPolicy: text({ enum: ['followed', 'list', 'none'] })
      .notNull()
      .default('list'),
    exclusive: boolean().notNull().default(false),
  },
  (t) => [
    index('list_person').on(t.personId),
    index('list_exclusive')
      .on(t.personId)
      .where(sql`exclusive`),
  ],
);

/** Somebody on a list; its owner follows them. */
export const listMember = table(
  'list_member',
  {
    listId: bigint('list_id', { mode: 'string' })
      .notNull()
      .references(() => list.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'string' })
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.listId, t.personId] }),
    index('list_member_person').on(t.personId),
  ],
);
