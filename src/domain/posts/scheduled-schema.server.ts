import { index, jsonb, text, unique } from 'drizzle-orm/pg-core';
import type { Writing } from './write.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';

/** A post that is written now and published at an hour to come; `failed` says why it could not be. */
export const scheduledPost = table(
  'scheduled_post',
  {
    id: timedId(),
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    writing: jsonb().$type<Writing>().notNull(),
    due: instant().notNull(),
    failed: text(),
    idempotencyKey: text(),
    written: instant().notNull(),
  },
  (t) => [
    index('scheduled_post_person').on(t.personId, t.id),
    index('scheduled_post_due').on(t.due),
    unique('scheduled_post_once').on(t.personId, t.idempotencyKey),
  ],
);
