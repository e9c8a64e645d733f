import { index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import type { SwitchedOff, Scope } from './own-pack-rules.ts';
import type { Pack } from './pack.ts';
import { idOf, instant, table } from '#platform/schema-parts.server.ts';

/**
 * Every version of a pack that whoever looks after the place has published: their own (`key` is its part of an
 * address), or one that comes with the house, some rules of which are switched off (`key` is its id in small
 * letters, and there is no `text`). The highest number is in force; `pack` is what its text was compiled to, and
 * absent where the pack was taken out of force. `madeFor` is what it was compiled against: with other facts, or
 * another text of the house, it does not count any more. Rows are never changed, but for who published them.
 */
export const rulePackVersion = table(
  'rule_pack_version',
  {
    packKey: text().notNull(),
    number: integer().notNull(),
    name: text().notNull(),
    scope: jsonb().$type<Scope>().notNull(),
    text: text(),
    switchedOff: jsonb().$type<readonly SwitchedOff[]>().notNull().default([]),
    pack: jsonb().$type<Pack>(),
    madeFor: text().notNull(),
    published: instant().notNull(),
    publishedBy: idOf(),
  },
  (t) => [
    primaryKey({ columns: [t.packKey, t.number] }),
    index('rule_pack_version_publisher').on(t.publishedBy),
  ],
);
