import { bigint, boolean, index, integer, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person, personOf } from '#domain/people/schema.server.ts';

/** The other person of a pair; the row goes with either. */
export const otherOf = (name: string) =>
  bigint(name, { mode: 'string' })
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/**
 * Somebody reads somebody else's posts. `notify`: each new one is told; no `languages`: all of them. `away`: the
 * follower reads them on another server, and has no home here.
 */
export const follow = table(
  'follow',
  {
    id: timedId(),
    followerId: otherOf('follower_id'),
    followeeId: otherOf('followee_id'),
    boosts: boolean().notNull().default(true),
    notify: boolean().notNull().default(false),
    languages: text().array().notNull().default([]),
    away: boolean().notNull().default(false),
    since: instant().notNull(),
  },
  (t) => [
    unique('follow_once').on(t.followerId, t.followeeId),
    index('follow_followee').on(t.followeeId, t.id),
    index('follow_follower').on(t.followerId, t.id),
  ],
);

/** Somebody asked to follow a person who decides that themselves. */
export const followRequest = table(
  'follow_request',
  {
    id: timedId(),
    askerId: otherOf('asker_id'),
    askedId: otherOf('asked_id'),
    boosts: boolean().notNull().default(true),
    notify: boolean().notNull().default(false),
    languages: text().array().notNull().default([]),
    since: instant().notNull(),
  },
  (t) => [
    unique('follow_request_once').on(t.askerId, t.askedId),
    index('follow_request_asked').on(t.askedId, t.id),
  ],
);

/** Two pocket friends: a row for each of them. */
export const friendship = table(
  'friendship',
  { personId: personOf(), friendId: otherOf('friend_id'), since: instant().notNull() },
  (t) => [
    primaryKey({ columns: [t.personId, t.friendId] }),
    index('friendship_friend').on(t.friendId),
  ],
);

/** Two who never appear to each other; who of them wished it is nobody else's business. */
export const block = table(
  'block',
  {
    id: timedId(),
    personId: personOf(),
    blockedId: otherOf('blocked_id'),
    since: instant().notNull(),
  },
  (t) => [
    unique('block_once').on(t.personId, t.blockedId),
    index('block_blocked').on(t.blockedId, t.personId),
    index('block_person').on(t.personId, t.id),
  ],
);

/** Somebody whom one does not want to hear for a while (`ends`), or until one says otherwise. */
export const mute = table(
  'mute',
  {
    id: timedId(),
    personId: personOf(),
    mutedId: otherOf('muted_id'),
    notifications: boolean().notNull().default(true),
    ends: instant(),
    since: instant().notNull(),
  },
  (t) => [
    unique('mute_once').on(t.personId, t.mutedId),
    index('mute_person').on(t.personId, t.id),
    index('mute_muted').on(t.mutedId),
  ],
);

/** A server whose people one does not want to meet. */
export const domainBlock = table(
  'domain_block',
  { id: timedId(), personId: personOf(), domain: text().notNull(), since: instant().notNull() },
  (t) => [unique('domain_block_once').on(t.personId, t.domain)],
);

/** A private word about somebody, for oneself. */
export const personNote = table(
  'person_note',
  { personId: personOf(), aboutId: otherOf('about_id'), text: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.personId, t.aboutId] }),
    index('person_note_about').on(t.aboutId),
  ],
);

/** Somebody whom one shows on one's own profile. */
export const endorsement = table(
  'endorsement',
  { id: timedId(), personId: personOf(), endorsedId: otherOf('endorsed_id') },
  (t) => [
    unique('endorsement_once').on(t.personId, t.endorsedId),
    index('endorsement_endorsed').on(t.endorsedId),
  ],
);

/** How many follow somebody, and whom they follow: counted as it changes. */
export const followCount = table('follow_count', {
  personId: personOf().primaryKey(),
  followers: integer().notNull().default(0),
  following: integer().notNull().default(0),
});
