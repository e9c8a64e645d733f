import { boolean, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { postingVisibilities, quoters } from './posting-rules.ts';
import { personOf } from './schema.server.ts';

/** A link on a profile. `verified` while the page it leads to says that it is this person's (rel=me). */
export const personLink = table(
  'person_link',
  {
    personId: personOf(),
    place: integer().notNull(),
    label: text().notNull(),
    address: text().notNull(),
    verified: instant(),
    checked: instant(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.place] })],
);

/** How a person's posts begin, before they say otherwise. Absent: the usual. */
export const postingDefault = table('posting_default', {
  personId: personOf().primaryKey(),
  visibility: text({ enum: postingVisibilities }).notNull(),
  sensitive: boolean().notNull(),
  language: text(),
  quotes: text({ enum: quoters }).notNull(),
});

/** What a professional says of their work: it chooses the rules they are advised by. */
export const professional = table('professional', {
  personId: personOf().primaryKey(),
  profession: text().notNull(),
  jurisdiction: text().notNull(),
  since: instant().notNull(),
});

/**
 * A checked credential: who checked what, how and when. `kind` is orcid, backLink, address or register;
 * `subject` is what was found (an iD, a page, a domain, a register). It ends by itself unless it is
 * checked again (`tried` is when that was last begun); its owner is `warned` before. Withdrawn ones stay
 * visible as such for a while, with a word of `reason`.
 */
export const credential = table(
  'credential',
  {
    id: timedId(),
    personId: personOf(),
    kind: text().notNull(),
    subject: text().notNull(),
    statement: text().notNull(),
    checkedBy: text().notNull(),
    checkerId: idOf(),
    checked: instant().notNull(),
    tried: instant(),
    ends: instant().notNull(),
    warned: instant(),
    withdrawn: instant(),
    reason: text(),
  },
  (t) => [index('credential_person').on(t.personId, t.id), index('credential_ends').on(t.ends)],
);

/** Somebody's wish to have an entry in a public register looked up; gone once it is answered. */
export const credentialRequest = table('credential_request', {
  personId: personOf().primaryKey(),
  register: text().notNull(),
  entry: text().notNull(),
  registeredName: text().notNull(),
  asked: instant().notNull(),
});
