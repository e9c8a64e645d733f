import { boolean, index, integer, text } from 'drizzle-orm/pg-core';
import { reportCategories } from './rules.ts';
import { person } from '#domain/people/schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

const whoOf = () => idOf().references(() => person.id, { onDelete: 'set null' });

/**
 * One person's wish to have somebody looked at. Rules are named by where they stood that day. `forward` is
 * their wish that another server hears of it, which none does yet.
 */
export const report = table(
  'report',
  {
    id: timedId(),
    reporterId: whoOf(),
    aboutId: whoOf(),
    postIds: idOf().array().notNull().default([]),
    category: text({ enum: reportCategories }).notNull(),
    comment: text().notNull(),
    rules: integer().array().notNull().default([]),
    forward: boolean().notNull().default(false),
    created: instant().notNull(),
    updated: instant().notNull(),
    state: text({ enum: ['open', 'resolved'] })
      .notNull()
      .default('open'),
    outcome: text().notNull().default(''),
    closed: instant(),
    closedBy: whoOf(),
    assignedTo: whoOf(),
  },
  (t) => [
    index('report_reporter').on(t.reporterId, t.id),
    index('report_about').on(t.aboutId, t.id),
    index('report_state').on(t.state, t.id),
  ],
);
