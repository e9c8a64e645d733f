import { bigint, index, text } from 'drizzle-orm/pg-core';
import { instant, table, timedId, idOf } from '#platform/schema-parts.server.ts';
import { person, personOf } from '#domain/people/schema.server.ts';

/** An app that may ask people for leave to act for them. One without a secret proves itself by PKCE alone. */
export const oauthApp = table('oauth_app', {
  id: timedId(),
  clientId: text().notNull().unique(),
  secretHash: text(),
  name: text().notNull(),
  website: text(),
  redirectUris: text().array().notNull(),
  scopes: text().array().notNull(),
  since: instant().notNull(),
});

const appOf = () =>
  idOf()
    .notNull()
    .references(() => oauthApp.id, { onDelete: 'cascade' });

/** A person's leave, on its way to the app: works once, for ten minutes. Kept as a hash. */
export const oauthCode = table(
  'oauth_code',
  {
    codeHash: text().primaryKey(),
    appId: appOf(),
    personId: personOf(),
    redirectUri: text().notNull(),
    scopes: text().array().notNull(),
    challenge: text(),
    used: instant(),
    ends: instant().notNull(),
  },
  (t) => [index('oauth_code_person').on(t.personId, t.appId)],
);

/** A token that an app holds: for a person, or for itself alone (no person). Kept as a hash. */
export const oauthToken = table(
  'oauth_token',
  {
    tokenHash: text().primaryKey(),
    appId: appOf(),
    personId: bigint('person_id', { mode: 'string' }).references(() => person.id, {
      onDelete: 'cascade',
    }),
    scopes: text().array().notNull(),
    codeHash: text(),
    since: instant().notNull(),
    seen: instant(),
  },
  (t) => [index('oauth_token_person').on(t.personId, t.appId)],
);

/**
 * A token that an app was given when somebody signed up with it: dead until they are in, when it becomes
 * theirs. Nothing here leads to anybody.
 */
export const waitingToken = table('waiting_token', {
  tokenHash: text().primaryKey(),
  appId: appOf(),
  scopes: text().array().notNull(),
  since: instant().notNull(),
});
