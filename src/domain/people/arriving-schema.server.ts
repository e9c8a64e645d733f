import { index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { loginOf, personOf } from './schema.server.ts';

/** What a person agreed to, in which wording; a withdrawn one stays as a record until they leave. */
export const consent = table(
  'consent',
  {
    personId: personOf(),
    kind: text().notNull(),
    textVersion: text().notNull(),
    given: instant().notNull(),
    withdrawn: instant(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.kind, t.given] })],
);

/**
 * A link that lets somebody in. `kind` friend: from a person to people they know; operator: from
 * whoever looks after the place, perhaps to one address (`email`), perhaps with a duty (`grants`).
 */
export const invitation = table(
  'invitation',
  {
    id: timedId(),
    tokenHash: text().notNull().unique(),
    kind: text().notNull(),
    madeBy: idOf().notNull(),
    email: text(),
    grants: text(),
    next: text().notNull().default('/'),
    uses: integer().notNull().default(0),
    usesAtMost: integer().notNull(),
    created: instant().notNull(),
    ends: instant().notNull(),
    withdrawn: instant(),
  },
  (t) => [index('invitation_made_by').on(t.madeBy, t.id)],
);

/**
 * Somebody who waits to be let in, where sign-up is by approval, or who was let in and has not chosen a
 * handle yet; gone once they have. `invitationId` only while an invitation with a duty is to be honoured;
 * `wish` is the key of the app they came with, which hears when they have.
 */
export const admission = table('admission', {
  loginId: loginOf().primaryKey(),
  words: text().notNull(),
  asked: instant().notNull(),
  admitted: instant(),
  invitationId: idOf(),
  wish: text(),
});
