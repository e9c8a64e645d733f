import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';

/**
 * What a person wrote. Deleting it deletes the row: places that number posts keep their own line.
 * `followersOf` and `friendsOf` are those whose followers, or friends, a reader has to be, all of them: a
 * reply is for those only who may read both it and what it answers. `localOnly` is for people signed in here.
 * `elsewhere`: its author lives on another server.
 * `withheld`: a place that shows it has taken it out of sight; its author alone reads it.
 * `replies`, `boosts` and `favourites` count what everybody may know of.
 */
export const post = table(
  'post',
  {
    id: timedId(),
    authorId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    visibility: text({ enum: ['public', 'unlisted', 'followers', 'friends', 'direct'] }).notNull(),
    followersOf: idOf()
      .array()
      .notNull()
      .default(sql`'{}'`),
    friendsOf: idOf()
      .array()
      .notNull()
      .default(sql`'{}'`),
    localOnly: boolean().notNull().default(false),
    elsewhere: boolean().notNull().default(false),
    text: text().notNull(),
    html: text().notNull(),
    contentNote: text().notNull().default(''),
    sensitive: boolean().notNull().default(false),
    language: text(),
    inReplyTo: idOf().references((): AnyPgColumn => post.id, { onDelete: 'set null' }),
    repliedPersonId: idOf().references(() => person.id, { onDelete: 'set null' }),
    threadId: idOf(),
    repliesFrom: text({ enum: ['everyone', 'followers', 'mentioned', 'nobody'] })
      .notNull()
      .default('everyone'),
    folded: instant(),
    withheld: instant(),
    quotedId: idOf().references((): AnyPgColumn => post.id, { onDelete: 'set null' }),
    quoteRevoked: instant(),
    quotes: text({ enum: ['everyone', 'followers', 'nobody'] })
      .notNull()
      .default('nobody'),
    appId: idOf(),
    replies: integer().notNull().default(0),
    boosts: integer().notNull().default(0),
    favourites: integer().notNull().default(0),
    idempotencyKey: text(),
    published: instant().notNull().defaultNow(),
    updated: instant(),
  },
  (t) => [
    index('post_author').on(t.authorId, t.id),
    index('post_replies').on(t.inReplyTo, t.authorId),
    index('post_replied')
      .on(t.repliedPersonId)
      .where(sql`replied_person_id is not null`),
    index('post_thread').on(t.threadId, t.id),
    index('post_quotes')
      .on(t.quotedId)
      .where(sql`quoted_id is not null`),
    index('post_public')
      .on(t.id)
      .where(sql`visibility = 'public' and in_reply_to is null`),
    index('post_public_here')
      .on(t.id)
      .where(sql`visibility = 'public' and in_reply_to is null and not elsewhere`),
    index('post_alone')
      .on(t.authorId, t.id)
      .where(sql`in_reply_to is null or replied_person_id = author_id`),
    index('post_words').using('gin', sql`to_tsvector('simple', content_note || ' ' || text)`),
    unique('post_once').on(t.authorId, t.idempotencyKey),
  ],
);

const postOf = () =>
  bigint('post_id', { mode: 'string' })
    .notNull()
    .references(() => post.id, { onDelete: 'cascade' });
const whoOf = () =>
  bigint('person_id', { mode: 'string' })
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/**
 * What a post said before it was edited. `alts` are the words for its files then, by the file's id: files
 * that an edit took out are gone, and so are those words for readers.
 */
export const postEdition = table(
  'post_edition',
  {
    postId: postOf(),
    number: integer().notNull(),
    text: text().notNull(),
    html: text().notNull().default(''),
    pollOptions: text().array(),
    alts: jsonb().$type<Record<string, string>>(),
    contentNote: text().notNull().default(''),
    sensitive: boolean().notNull().default(false),
    published: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.number] })],
);

/** A person whom a post names. In a direct post they are its readers. */
export const postMention = table('post_mention', { postId: postOf(), personId: whoOf() }, (t) => [
  primaryKey({ columns: [t.postId, t.personId] }),
  index('post_mention_person').on(t.personId, t.postId),
]);

/** A hashtag of a post, lower case; `shown` as it was written. */
export const postTag = table(
  'post_tag',
  { postId: postOf(), tag: text().notNull(), shown: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.postId, t.tag] }),
    index('post_tag_tag').on(t.tag, t.postId),
    index('post_tag_start').on(t.tag.op('text_pattern_ops')),
  ],
);

/** Somebody shows a post to those who follow them. */
export const boost = table(
  'boost',
  {
    id: timedId(),
    postId: postOf(),
    personId: whoOf(),
    visibility: text({ enum: ['public', 'unlisted', 'followers'] })
      .notNull()
      .default('public'),
    published: instant().notNull(),
  },
  (t) => [
    unique('boost_once').on(t.postId, t.personId),
    index('boost_person').on(t.personId, t.id),
  ],
);

/** Somebody likes a post. */
export const favourite = table(
  'favourite',
  { id: timedId(), postId: postOf(), personId: whoOf() },
  (t) => [
    unique('favourite_once').on(t.postId, t.personId),
    index('favourite_person').on(t.personId, t.id),
  ],
);

/** Somebody keeps a post to read again; nobody else knows. */
export const bookmark = table(
  'bookmark',
  { id: timedId(), postId: postOf(), personId: whoOf() },
  (t) => [
    unique('bookmark_once').on(t.personId, t.postId),
    index('bookmark_person').on(t.personId, t.id),
    index('bookmark_post').on(t.postId),
  ],
);

/** An own post that stands first on the profile. */
export const pin = table('pin', { id: timedId(), postId: postOf(), personId: whoOf() }, (t) => [
  unique('pin_once').on(t.personId, t.postId),
  index('pin_post').on(t.postId),
]);

/** A thread of which somebody wants to hear no more. */
export const threadMute = table(
  'thread_mute',
  { personId: whoOf(), threadId: idOf().notNull() },
  (t) => [primaryKey({ columns: [t.personId, t.threadId] })],
);

/** A question with answers to choose from; it goes with its post. */
export const poll = table(
  'poll',
  {
    postId: bigint('post_id', { mode: 'string' })
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    options: text().array().notNull(),
    multiple: boolean().notNull().default(false),
    hidesTotals: boolean().notNull().default(false),
    /** Of a poll of another server: what was last said there about votes, answer by answer, and about voters. */
    countsElsewhere: integer().array(),
    votersElsewhere: integer(),
    ends: instant().notNull(),
    told: instant(),
  },
  (t) => [
    index('poll_due')
      .on(t.ends)
      .where(sql`told is null`),
  ],
);

/** What somebody chose. */
export const pollVote = table(
  'poll_vote',
  { postId: postOf(), personId: whoOf(), choice: integer().notNull() },
  (t) => [
    primaryKey({ columns: [t.postId, t.personId, t.choice] }),
    index('poll_vote_person').on(t.personId),
  ],
);

/** How many posts of a person everybody may know of, and the day of the newest: counted as it changes. */
export const postCount = table('post_count', {
  personId: bigint('person_id', { mode: 'string' })
    .primaryKey()
    .references(() => person.id, { onDelete: 'cascade' }),
  posts: integer().notNull().default(0),
  lastDay: instant(),
});
