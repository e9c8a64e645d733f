import { boolean, index, integer, primaryKey, text, bigint } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** A way in: an address and what proves it. Private to its owner; Better Auth's "user". */
export const login = table('login', {
  id: text().primaryKey(),
  name: text().notNull().default(''),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  createdAt: instant().notNull().defaultNow(),
  updatedAt: instant().notNull().defaultNow(),
});

/** One signed-in device. */
export const session = table(
  'session',
  {
    id: text().primaryKey(),
    userId: text('login_id')
      .notNull()
      .references(() => login.id, { onDelete: 'cascade' }),
    token: text().notNull().unique(),
    expiresAt: instant().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (t) => [index('session_login').on(t.userId)],
);

/** A secret that proves a login: a password's hash now, outside accounts later. Better Auth's "account". */
export const signInMethod = table(
  'sign_in_method',
  {
    id: text().primaryKey(),
    userId: text('login_id')
      .notNull()
      .references(() => login.id, { onDelete: 'cascade' }),
    accountId: text().notNull(),
    providerId: text().notNull(),
    accessToken: text(),
    refreshToken: text(),
    accessTokenExpiresAt: instant(),
    refreshTokenExpiresAt: instant(),
    scope: text(),
    idToken: text(),
    password: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (t) => [index('sign_in_method_login').on(t.userId)],
);

/** A proof under way: a confirmation or a reset. */
export const verification = table(
  'verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
);

/** How often somebody knocked; shared by all web processes. */
export const rateLimit = table('rate_limit', {
  key: text().primaryKey(),
  count: integer().notNull(),
  until: bigint({ mode: 'number' }).notNull(),
});

/** A person as others may know them. The handle is lower case; a name may be a pseudonym. */
export const person = table('person', {
  id: timedId(),
  loginId: text('login_id')
    .unique()
    .references(() => login.id, { onDelete: 'set null' }),
  handle: text().notNull().unique(),
  name: text().notNull(),
  bio: text().notNull().default(''),
  zone: text().notNull().default('UTC'),
  published: instant().notNull().defaultNow(),
  updated: instant(),
});

/** A role that a person says of themselves: patient, carer, professional, student, researcher. */
export const personRole = table(
  'person_role',
  {
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    role: text().notNull(),
    since: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.role] })],
);

/** Who looks after the server. */
export const operator = table('operator', {
  personId: idOf()
    .primaryKey()
    .references(() => person.id, { onDelete: 'cascade' }),
  since: instant().notNull().defaultNow(),
});

/** The one-time link of the very first start, kept as a hash. */
export const setupLink = table('setup_link', {
  tokenHash: text().primaryKey(),
  created: instant().notNull().defaultNow(),
  used: instant(),
});
