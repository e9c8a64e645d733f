import { sql } from 'drizzle-orm';
import { bigint, doublePrecision, index, integer, text } from 'drizzle-orm/pg-core';
import { post } from './schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';

/**
 * A picture, video or sound that a person sent. `postId` is the post that shows it, `scheduledId` the planned
 * one that will. `attached` stays when its post is deleted: from then on nobody sees it, and `orphaned` says
 * since when, until its files go an hour later.
 */
export const media = table(
  'media',
  {
    id: timedId(),
    ownerId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    postId: idOf().references(() => post.id, { onDelete: 'set null' }),
    scheduledId: idOf(),
    place: integer().notNull().default(0),
    kind: text({ enum: ['image', 'gifv', 'video', 'audio'] }).notNull(),
    name: text().notNull().unique(),
    contentType: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    width: integer(),
    height: integer(),
    smallWidth: integer(),
    smallHeight: integer(),
    duration: doublePrecision(),
    blurhash: text(),
    alt: text().notNull().default(''),
    focusX: doublePrecision().notNull().default(0),
    focusY: doublePrecision().notNull().default(0),
    state: text({ enum: ['waiting', 'ready', 'refused'] })
      .notNull()
      .default('ready'),
    created: instant().notNull(),
    attached: instant(),
    orphaned: instant(),
  },
  (t) => [
    index('media_post').on(t.postId, t.place),
    index('media_owner').on(t.ownerId, t.created),
    index('media_shown').on(t.ownerId, t.postId),
    index('media_scheduled')
      .on(t.scheduledId)
      .where(sql`${t.scheduledId} is not null`),
    index('media_loose')
      .on(t.created)
      .where(sql`${t.postId} is null and ${t.scheduledId} is null`),
  ],
);
