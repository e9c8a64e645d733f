import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { instant, table, timedId } from '#platform/schema-parts.server.ts';
import { oauthToken } from '#domain/apps/schema.server.ts';
import { person, personOf } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';

const fromOf = () =>
  bigint('from_id', { mode: 'string' })
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/**
 * Something happened that a person may want to know. `filtered`: it waits as a request. `waits`: it is silent
 * until then (quiet mode). It says that something is there, never that it may be read: readers look.
 */
export const notification = table(
  'notification',
  {
    id: timedId(),
    personId: personOf(),
    kind: text().notNull(),
    fromId: fromOf(),
    postId: bigint('post_id', { mode: 'string' }).references(() => post.id, {
      onDelete: 'cascade',
    }),
    groupKey: text(),
    filtered: boolean().notNull().default(false),
    waits: instant(),
    created: instant().notNull(),
  },
  (t) => [
    index('notification_person').on(t.personId, t.id),
    index('notification_group')
      .on(t.personId, t.groupKey, t.id)
      .where(sql`group_key is not null`),
    index('notification_post').on(t.postId),
    index('notification_from').on(t.fromId),
    unique('notification_once').on(t.personId, t.kind, t.fromId, t.postId).nullsNotDistinct(),
  ],
);

/** Somebody whose notifications wait until the person looks at them. */
export const notificationRequest = table(
  'notification_request',
  { id: timedId(), personId: personOf(), fromId: fromOf(), updated: instant().notNull() },
  (t) => [
    unique('notification_request_once').on(t.personId, t.fromId),
    index('notification_request_from').on(t.fromId),
  ],
);

/** Somebody whose request was accepted: nothing of theirs waits any more. */
export const notificationPermission = table(
  'notification_permission',
  { personId: personOf(), fromId: fromOf() },
  (t) => [
    primaryKey({ columns: [t.personId, t.fromId] }),
    index('notification_permission_from').on(t.fromId),
  ],
);

/** How a person wants to be told. `quietUntil`: friends only until then, and the club's hosts if `quietClub`. */
export const notificationSetting = table('notification_setting', {
  personId: personOf().primaryKey(),
  notFollowing: text().notNull().default('accept'),
  notFollowers: text().notNull().default('accept'),
  newAccounts: text().notNull().default('accept'),
  privateMentions: text().notNull().default('filter'),
  limitedAccounts: text().notNull().default('filter'),
  quietUntil: instant(),
  quietClub: boolean().notNull().default(true),
  pushSaysWords: boolean().notNull().default(false),
});

/** How far somebody has read a timeline, so that another device goes on there. */
export const marker = table(
  'marker',
  {
    personId: personOf(),
    timeline: text({ enum: ['home', 'notifications'] }).notNull(),
    lastReadId: text().notNull(),
    version: integer().notNull().default(0),
    updated: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.timeline] })],
);

/** Where an app's device hears of news, through the service of whoever made it. It goes with the token. */
export const pushSubscription = table(
  'push_subscription',
  {
    id: timedId(),
    tokenHash: text()
      .notNull()
      .unique()
      .references(() => oauthToken.tokenHash, { onDelete: 'cascade' }),
    personId: personOf(),
    endpoint: text().notNull().unique(),
    publicKey: text().notNull(),
    auth: text().notNull(),
    standard: boolean().notNull().default(false),
    alerts: text().array().notNull().default([]),
    policy: text().notNull().default('all'),
    sealedToken: text().notNull(),
  },
  (t) => [index('push_subscription_person').on(t.personId)],
);

/** The pair of keys by which push services know this place. One row; the private one is sealed. */
export const pushKey = table('push_key', {
  id: integer().primaryKey(),
  publicKey: text().notNull(),
  sealed: text().notNull(),
});
