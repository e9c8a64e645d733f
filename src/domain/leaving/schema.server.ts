import { bigint, text } from 'drizzle-orm/pg-core';
import { idOf, instant, table } from '#platform/schema-parts.server.ts';
import { personOf } from '#domain/people/schema.server.ts';

/** Somebody who asked to be erased, and when it will be done; until then they can change their mind. */
export const leaving = table('leaving', {
  personId: personOf().primaryKey(),
  asked: instant().notNull(),
  ends: instant().notNull(),
});

/** A copy of everything about a person, made for them. The link to it is kept as a hash and works once. */
export const archive = table('archive', {
  personId: personOf().primaryKey(),
  asked: instant().notNull(),
  made: instant(),
  file: text(),
  bytes: bigint({ mode: 'number' }),
  tokenHash: text(),
  ends: instant(),
  fetched: instant(),
});

/** Who was erased, so that a restored backup does not bring them back: an id, and nothing else. */
export const erasure = table('erasure', {
  personId: idOf().primaryKey(),
  erased: instant().notNull(),
});
