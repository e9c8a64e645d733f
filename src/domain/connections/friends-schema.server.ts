import { bigint, foreignKey, index, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { friendship, otherOf } from './schema.server.ts';
import { person, personOf } from '#domain/people/schema.server.ts';
import { instant, table, timedId } from '#platform/schema-parts.server.ts';

/**
 * Somebody asked to be friends. Everything that the asker may know of it, and nothing else: what became of it
 * on the other side is in `friendRequestArrival`. `askedHandle` is what the asker wrote on it.
 */
export const friendRequest = table(
  'friend_request',
  {
    id: timedId(),
    askerId: otherOf('asker_id'),
    askedId: otherOf('asked_id'),
    askedHandle: text().notNull(),
    note: text().notNull().default(''),
    sent: instant().notNull(),
    withdrawn: instant(),
    yes: instant(),
  },
  (t) => [
    unique('friend_request_once').on(t.askerId, t.askedId),
    index('friend_request_asked').on(t.askedId),
    index('friend_request_sent').on(t.sent),
  ],
);

/** Where a request lies with the asked: before them, or in their tray. Private to them; no row: nowhere. */
export const friendRequestArrival = table(
  'friend_request_arrival',
  {
    requestId: bigint('request_id', { mode: 'string' })
      .primaryKey()
      .references(() => friendRequest.id, { onDelete: 'cascade' }),
    personId: personOf(),
    place: text({ enum: ['delivered', 'held'] }).notNull(),
    since: instant().notNull(),
  },
  (t) => [index('friend_request_arrival_person').on(t.personId, t.requestId)],
);

/** "Hold requests like this." Private to its owner: kind role, place or noSharedClub (without `words`). */
export const requestHold = table(
  'request_hold',
  {
    personId: personOf(),
    kind: text({ enum: ['role', 'place', 'noSharedClub'] }).notNull(),
    words: text().notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.personId, t.kind, t.words] })],
);

/** Somebody who said that they are under eighteen. Private to them. */
export const youngPerson = table('young_person', {
  personId: personOf().primaryKey(),
  since: instant().notNull(),
});

/** Who else may see somebody's friends: everyone, people, friends. No row: nobody. */
export const friendList = table('friend_list', {
  personId: personOf().primaryKey(),
  audience: text({ enum: ['everyone', 'people', 'friends'] }).notNull(),
});

/** A common friend introduced two people to each other. What they answer is in `introductionArrival`. */
export const introduction = table(
  'introduction',
  {
    id: timedId(),
    introducerId: otherOf('introducer_id'),
    oneId: otherOf('one_id'),
    otherId: otherOf('other_id'),
    note: text().notNull().default(''),
    made: instant().notNull(),
    withdrawn: instant(),
  },
  (t) => [
    unique('introduction_once').on(t.introducerId, t.oneId, t.otherId),
    index('introduction_one').on(t.oneId),
    index('introduction_other').on(t.otherId),
    index('introduction_made').on(t.made),
  ],
);

/** An introduction as it lies with one of the two, and their yes. Private to them. */
export const introductionArrival = table(
  'introduction_arrival',
  {
    introductionId: bigint('introduction_id', { mode: 'string' })
      .notNull()
      .references(() => introduction.id, { onDelete: 'cascade' }),
    personId: personOf(),
    place: text({ enum: ['delivered', 'held'] }).notNull(),
    yes: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.introductionId, t.personId] }),
    index('introduction_arrival_person').on(t.personId, t.introductionId),
  ],
);

/** How a friend can be reached elsewhere, in their own words; for one friend, until it is taken back. */
export const sharedContact = table(
  'shared_contact',
  {
    personId: personOf(),
    friendId: otherOf('friend_id'),
    text: text().notNull(),
    since: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.friendId] }),
    index('shared_contact_friend').on(t.friendId),
    ofFriends('shared_contact_of_friends', t.personId, t.friendId),
  ],
);

/** Two friends want to meet: a wall time with its zone, a place, words. It goes with the friendship. */
export const meeting = table(
  'meeting',
  {
    id: timedId(),
    askerId: otherOf('asker_id'),
    otherId: otherOf('other_id'),
    date: text().notNull(),
    time: text().notNull(),
    zone: text().notNull(),
    place: text().notNull(),
    words: text().notNull().default(''),
    made: instant().notNull(),
  },
  (t) => [
    index('meeting_asker').on(t.askerId),
    index('meeting_other').on(t.otherId),
    index('meeting_date').on(t.date),
    ofFriends('meeting_of_friends', t.askerId, t.otherId),
  ],
);

/** Somebody's yes to a meeting. */
export const meetingYes = table(
  'meeting_yes',
  {
    meetingId: bigint('meeting_id', { mode: 'string' })
      .notNull()
      .references(() => meeting.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'string' })
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    since: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.meetingId, t.personId] }),
    index('meeting_yes_person').on(t.personId),
  ],
);

type Column = Parameters<typeof foreignKey>[0]['columns'][0];

/** What is between friends ends with the friendship, whoever ended it and how. */
function ofFriends(name: string, one: Column, other: Column) {
  return foreignKey({
    name,
    columns: [one, other] as [Column, Column],
    foreignColumns: [friendship.personId, friendship.friendId],
  }).onDelete('cascade');
}
