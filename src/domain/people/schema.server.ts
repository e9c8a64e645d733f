import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/**
 * A way in: an address that its owner has proved. Private to them. `keysChanged` is when what opens it
 * was last changed: apps' tokens from before that are dead.
 */
export const login = table('login', {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  keysChanged: instant(),
  created: instant().notNull().defaultNow(),
});

/** A column that names a login and goes with it. */
export const loginOf = () =>
  text('login_id')
    .notNull()
    .references(() => login.id, { onDelete: 'cascade' });

/** A column that names a person and goes with them. */
export const personOf = () =>
  bigint('person_id', { mode: 'string' })
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/**
 * One signed-in device. Its token is kept as a hash; `device` is a few coarse words ("Firefox on
 * Android") and never an address. `proved` is when its owner last showed that it is them.
 */
export const session = table(
  'session',
  {
    id: text().primaryKey(),
    loginId: loginOf(),
    tokenHash: text().notNull().unique(),
    device: text().notNull().default(''),
    method: text().notNull().default('password'),
    created: instant().notNull(),
    seen: instant().notNull(),
    proved: instant().notNull(),
    ends: instant().notNull(),
  },
  (t) => [index('session_login').on(t.loginId)],
);

/** A login's password, as a hash. */
export const password = table('password', {
  loginId: loginOf().primaryKey(),
  hash: text().notNull(),
  changed: instant().notNull(),
});

/** Something that is proved once and soon: a letter's link, a code, a challenge. Kept under its token's hash. */
export const proof = table(
  'proof',
  {
    tokenHash: text().primaryKey(),
    kind: text().notNull(),
    about: text().notNull(),
    value: jsonb().notNull(),
    tries: integer().notNull().default(0),
    created: instant().notNull(),
    ends: instant().notNull(),
  },
  (t) => [index('proof_about').on(t.kind, t.about)],
);

/** How often somebody knocked; shared by all web processes. */
export const rateLimit = table('rate_limit', {
  key: text().primaryKey(),
  count: integer().notNull(),
  until: bigint({ mode: 'number' }).notNull(),
});

/**
 * A person as others may know them. The handle is lower case; a name may be a pseudonym. Whether they
 * are found (`discoverable`), indexed elsewhere (`indexable`) and show whom they follow, and whether feed readers get what they write for everybody (`feed`), is theirs to
 * switch on; `locked`: whoever wants to follow them asks first. `alsoKnownAs` and `movedTo` are addresses of the same person on other servers. `skeleton`
 * is what the handle looks like at a glance, as `skeletonOf` in handle.ts says it. Whoever lives on another
 * server has its name as `host`, and in the handle (`anna@elsewhere.example`); nobody signs in as them. A
 * club is a `group`, and nobody signs in as it either.
 */
export const person = table(
  'person',
  {
    id: timedId(),
    loginId: text('login_id')
      .unique()
      .references(() => login.id, { onDelete: 'set null' }),
    handle: text().notNull().unique(),
    host: text(),
    kind: text({ enum: ['person', 'group', 'service', 'application', 'organization'] })
      .notNull()
      .default('person'),
    skeleton: text()
      .notNull()
      .generatedAlwaysAs(
        sql`translate(replace(replace(replace(handle, '_', ''), 'rn', 'm'), 'vv', 'w'), '01i3457', 'olleast')`,
      ),
    name: text().notNull(),
    bio: text().notNull().default(''),
    pronouns: text().notNull().default(''),
    zone: text().notNull().default('UTC'),
    languages: text().array().notNull().default([]),
    avatar: text(),
    header: text(),
    discoverable: boolean().notNull().default(false),
    indexable: boolean().notNull().default(false),
    showsFollows: boolean().notNull().default(false),
    feed: boolean().notNull().default(false),
    locked: boolean().notNull().default(false),
    alsoKnownAs: text().array().notNull().default([]),
    movedTo: text(),
    published: instant().notNull().defaultNow(),
    updated: instant(),
  },
  (t) => [
    index('person_skeleton').on(t.skeleton),
    index('person_handle_start').on(t.handle.op('text_pattern_ops')),
    index('person_words').using('gin', sql`to_tsvector('simple', name)`),
    index('person_host')
      .on(t.host)
      .where(sql`host is not null`),
    index('person_group')
      .on(sql`replace(skeleton, '-', '')`)
      .where(sql`kind = 'group' and host is null`),
    uniqueIndex('person_avatar').on(t.avatar),
    uniqueIndex('person_header').on(t.header),
  ],
);

/** A role that a person says of themselves, and who may see it: everyone, people signed in, friends, nobody. */
export const personRole = table(
  'person_role',
  {
    personId: personOf(),
    role: text().notNull(),
    audience: text().notNull().default('everyone'),
    since: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.role] })],
);

/** Who looks after the server. */
export const operator = table('operator', {
  personId: personOf().primaryKey(),
  since: instant().notNull().defaultNow(),
});

/** The one-time link of the very first start, kept as a hash. */
export const setupLink = table('setup_link', {
  tokenHash: text().primaryKey(),
  created: instant().notNull().defaultNow(),
  used: instant(),
});

/** A handle that somebody had: it is never given to another. Kept as a keyed hash. */
export const pastHandle = table('past_handle', {
  handleHash: text().primaryKey(),
  personId: idOf().notNull(),
  since: instant().notNull(),
});
