import { boolean, index, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** One matter that the operator decides: its name, rules, who may join. Absent: the usual. */
export const houseSetting = table('house_setting', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  changed: instant().notNull(),
  changedBy: idOf(),
});

/** What was done to the place or to somebody's account by whoever looks after it. Ids only, no names or texts. */
export const audit = table(
  'audit',
  {
    id: timedId(),
    at: instant().notNull(),
    actorId: idOf(),
    act: text().notNull(),
    subject: text(),
    detail: jsonb().notNull().default({}),
  },
  (t) => [index('audit_act').on(t.act, t.id)],
);

/**
 * What whoever looks after the place tells everybody. `starts` and `ends` are days (midnight UTC) when
 * `allDay`; one that is `withdrawn` is shown to nobody any more.
 */
export const announcement = table('announcement', {
  id: timedId(),
  text: text().notNull(),
  html: text().notNull(),
  starts: instant(),
  ends: instant(),
  allDay: boolean().notNull().default(false),
  published: instant().notNull(),
  updated: instant().notNull(),
  withdrawn: instant(),
});

/** Who has put an announcement away. Without a reference: people stand above the house. */
export const announcementRead = table(
  'announcement_read',
  {
    announcementId: idOf()
      .notNull()
      .references(() => announcement.id, { onDelete: 'cascade' }),
    personId: idOf().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.announcementId, t.personId] }),
    index('announcement_read_person').on(t.personId),
  ],
);
