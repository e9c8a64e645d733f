import { bigint, boolean, customType, index, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, table } from '#platform/schema-parts.server.ts';
import { loginOf } from './schema.server.ts';

const bytes = customType<{ data: Buffer<ArrayBuffer> }>({ dataType: () => 'bytea' });

/** A passkey: what a device showed when it was made. `id` is the credential's id as base64url. */
export const passkey = table(
  'passkey',
  {
    id: text().primaryKey(),
    loginId: loginOf(),
    publicKey: bytes().notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull().default([]),
    backedUp: boolean().notNull(),
    name: text().notNull(),
    since: instant().notNull(),
    used: instant(),
  },
  (t) => [index('passkey_login').on(t.loginId)],
);

/** An app that shows six digits. Its secret is sealed; it counts from `since` on; a step counts once. */
export const secondFactor = table('second_factor', {
  loginId: loginOf().primaryKey(),
  sealedSecret: text().notNull(),
  since: instant(),
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
});

/** One of the codes on paper, as a keyed hash; used once. */
export const recoveryCode = table(
  'recovery_code',
  {
    loginId: loginOf(),
    codeHash: text().notNull(),
    used: instant(),
  },
  (t) => [primaryKey({ columns: [t.loginId, t.codeHash] })],
);

/** A device that a login was used on before, so that only a new one causes a letter. */
export const knownDevice = table(
  'known_device',
  {
    loginId: loginOf(),
    deviceHash: text().notNull(),
    seen: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.loginId, t.deviceHash] })],
);

/** An account elsewhere that opens this login: who vouches (`issuer`) and their name for it (`subject`). */
export const outsideAccount = table(
  'outside_account',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    loginId: loginOf(),
    provider: text().notNull(),
    label: text().notNull(),
    since: instant().notNull(),
    used: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.issuer, t.subject] }),
    index('outside_account_login').on(t.loginId),
  ],
);

/** A service elsewhere that the operator lets people sign in with. The client's secret is sealed. */
export const signInProvider = table('sign_in_provider', {
  id: text().primaryKey(),
  kind: text().notNull(),
  name: text().notNull(),
  settings: jsonb().notNull(),
  sealedSecret: text(),
  trustsAddresses: boolean().notNull().default(false),
  opened: instant().notNull(),
});

/** Our registration as an app at one Mastodon server; the secret is sealed. */
export const mastodonClient = table('mastodon_client', {
  host: text().primaryKey(),
  clientId: text().notNull(),
  sealedSecret: text().notNull(),
  since: instant().notNull(),
});
