import { index, text, unique } from 'drizzle-orm/pg-core';
import { kinds, pages, protocols } from './rules.ts';
import { month } from '#domain/club/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** A column that names a month and goes with it. */
const monthOf = () =>
  idOf()
    .notNull()
    .references(() => month.id, { onDelete: 'cascade' });

/**
 * A page elsewhere that leads to a month or its guest post: where it is, and a few plain words of it. Nobody
 * but hosts sees it before one of them has decided so; who decided is kept, and goes with them.
 */
export const webMention = table(
  'web_mention',
  {
    id: timedId(),
    monthId: monthOf(),
    page: text({ enum: pages }).notNull(),
    source: text().notNull(),
    protocol: text({ enum: protocols }).notNull(),
    kind: text({ enum: kinds }).notNull(),
    title: text().notNull(),
    author: text().notNull(),
    excerpt: text().notNull(),
    /** When the page says that it was written. */
    written: instant(),
    received: instant().notNull(),
    /** When it was seen last to lead here. */
    checked: instant().notNull(),
    decision: text({ enum: ['shown', 'away'] }),
    decidedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
    decided: instant(),
  },
  (t) => [
    unique('web_mention_source').on(t.monthId, t.page, t.source),
    index('web_mention_checked').on(t.checked),
    index('web_mention_decided_by').on(t.decidedBy),
  ],
);

/**
 * A link in a month or guest post whose page was told that we lead to it: what stood here then (`version`), how
 * it was told, and since when the link, or the page with it, is gone.
 */
export const toldLink = table(
  'told_link',
  {
    id: timedId(),
    monthId: monthOf(),
    page: text({ enum: pages }).notNull(),
    source: text().notNull(),
    target: text().notNull(),
    version: text().notNull(),
    /** `none`: its page takes neither, or refused. */
    way: text({ enum: [...protocols, 'none'] }),
    told: instant(),
    gone: instant(),
  },
  (t) => [
    unique('told_link_place').on(t.monthId, t.page, t.source, t.target),
    index('told_link_source').on(t.source),
  ],
);
