import { sql } from 'drizzle-orm';
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Author } from './paper.ts';
import { person } from '#domain/people/schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** A journal club. */
export const club = table('club', {
  id: timedId(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  about: text().notNull().default(''),
  hashtag: text().notNull().default(''),
  /** The club as others follow it and hear it speak. */
  personId: idOf()
    .unique()
    .references(() => person.id, { onDelete: 'set null' }),
  /** Its companion, which shows every line of the live chat to whoever follows it. */
  livePersonId: idOf()
    .unique()
    .references(() => person.id, { onDelete: 'set null' }),
  /** IANA zones of the cities named beside every chat. */
  worldLine: text()
    .array()
    .notNull()
    .default(sql`'{}'`),
  firstChat: instant(),
  published: instant().notNull().defaultNow(),
});

/** Who does what in a club. */
export const clubDuty = table(
  'club_duty',
  {
    clubId: idOf()
      .notNull()
      .references(() => club.id, { onDelete: 'cascade' }),
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    duty: text({ enum: ['curator', 'host', 'coHost', 'guestBlogger', 'noteTaker'] }).notNull(),
    since: instant().notNull().defaultNow(),
    givenBy: idOf().references(() => person.id, { onDelete: 'set null' }),
  },
  (t) => [
    primaryKey({ columns: [t.clubId, t.personId, t.duty] }),
    index('club_duty_person').on(t.personId),
  ],
);

/** One month of a club: a theme, a paper, a chat. Times are wall times in `monthHour`. */
export const month = table(
  'month',
  {
    id: timedId(),
    clubId: idOf()
      .notNull()
      .references(() => club.id, { onDelete: 'cascade' }),
    /** The day of the first live hour as its zone's wall shows it; also the month's address. */
    date: date({ mode: 'string' }).notNull(),
    theme: text().notNull(),
    summary: text().notNull().default(''),
    plainSummary: text().notNull().default(''),
    hostSummary: text().notNull().default(''),
    state: text({ enum: ['draft', 'announced', 'open', 'live', 'wrapUp', 'archived'] })
      .notNull()
      .default('draft'),
    /** Days before the chat on which the questions are shown. */
    opensDays: integer().notNull().default(7),
    /** Days after the chat in which late answers stay possible. */
    tailDays: integer().notNull().default(14),
    /** Who studies the chat and why; empty when nobody does. */
    studyNotice: text().notNull().default(''),
    /** Seconds between two answers of one person; 0 is off. */
    slowSeconds: integer().notNull().default(0),
    notices: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    source: text().notNull().default(''),
    /** Grows with every change in the chat, inside the writing transaction: readers resume from it. */
    revision: bigint({ mode: 'number' }).notNull().default(0),
    /** The last number given to an answer. */
    lastNumber: integer().notNull().default(0),
    /** iCal's SEQUENCE: grows when the time changes. */
    sequence: integer().notNull().default(0),
    published: instant().notNull().defaultNow(),
    updated: instant().notNull().defaultNow(),
  },
  (t) => [unique('month_address').on(t.clubId, t.date), index('month_state').on(t.state)],
);

/** A live hour: wall time and zone, from which the instant is derived on reading. */
export const monthHour = table(
  'month_hour',
  {
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    date: date({ mode: 'string' }).notNull(),
    time: text().notNull(),
    zone: text().notNull(),
    minutes: integer().notNull(),
    /** Which of two instants is meant when clocks go back; null when there is only one. */
    choice: text({ enum: ['earlier', 'later'] }),
  },
  (t) => [primaryKey({ columns: [t.monthId, t.number] })],
);

/** Who moved a month from where to where; nobody when the clock did. */
export const monthMove = table(
  'month_move',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    fromState: text().notNull(),
    toState: text().notNull(),
    movedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
    at: instant().notNull().defaultNow(),
  },
  (t) => [index('month_move_month').on(t.monthId, t.id)],
);

/** The month's paper (position 0) and related readings (1, 2, ...). */
export const paper = table(
  'paper',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    position: integer().notNull().default(0),
    doi: text(),
    pmid: text(),
    title: text().notNull(),
    authors: jsonb().$type<Author[]>().notNull(),
    journal: text(),
    year: integer(),
    volume: text(),
    issue: text(),
    pages: text(),
    publisher: text(),
    abstract: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    openAccessUrl: text(),
    licence: text(),
    source: text().notNull().default('hand'),
    note: text().notNull().default(''),
  },
  (t) => [unique('paper_place').on(t.monthId, t.position)],
);

/** What Crossref, PubMed and Unpaywall answered. */
export const paperLookup = table('paper_lookup', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  expires: instant().notNull(),
});

/** A word that the club explains. */
export const glossaryWord = table(
  'glossary_word',
  {
    id: timedId(),
    clubId: idOf()
      .notNull()
      .references(() => club.id, { onDelete: 'cascade' }),
    term: text().notNull(),
    meaning: text().notNull(),
  },
  (t) => [uniqueIndex('glossary_word_term').on(t.clubId, sql`lower(${t.term})`)],
);

/** Something a curator asked somebody for: to host, to write, for the paper. */
export const monthAsk = table(
  'month_ask',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    what: text({ enum: ['paper', 'plainSummary', 'guestPost', 'questions', 'host'] }).notNull(),
    whom: text().notNull(),
    due: date({ mode: 'string' }),
    asked: instant().notNull().defaultNow(),
    done: instant(),
  },
  (t) => [index('month_ask_month').on(t.monthId)],
);
