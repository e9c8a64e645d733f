import { bigint, index, integer, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { month } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** A round of the chat: the opening, a numbered question, the closing. */
export const question = table(
  'question',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['opening', 'question', 'closing'] })
      .notNull()
      .default('question'),
    /** 1, 2, ... for questions; 0 for the opening; null for the closing. */
    number: integer(),
    position: integer().notNull(),
    text: text().notNull(),
    /** Minute of the live hour at which it is asked. */
    minute: integer().notNull(),
    released: instant(),
    held: instant(),
    skipped: instant(),
  },
  (t) => [index('question_month').on(t.monthId, t.position)],
);

/** A line of the chat and of the transcript. It keeps its number and place when its post is deleted. */
export const answer = table(
  'answer',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    questionId: idOf().references(() => question.id, { onDelete: 'set null' }),
    parentId: idOf(),
    number: integer().notNull(),
    postId: idOf().references(() => post.id, { onDelete: 'set null' }),
    /** Set after the live hours. */
    late: instant(),
    published: instant().notNull(),
    /** The month's revision at this line's last change. */
    revision: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    unique('answer_number').on(t.monthId, t.number),
    index('answer_revision').on(t.monthId, t.revision),
    index('answer_post').on(t.postId),
  ],
);

/** A host took a line out of sight, and says why. */
export const answerHiding = table('answer_hiding', {
  answerId: idOf()
    .primaryKey()
    .references(() => answer.id, { onDelete: 'cascade' }),
  hiddenBy: idOf().references(() => person.id, { onDelete: 'set null' }),
  reason: text().notNull(),
  at: instant().notNull().defaultNow(),
});

/** "I'm here": somebody who takes part, also by reading only. */
export const presence = table(
  'presence',
  {
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    at: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.monthId, t.personId] }),
    index('presence_person').on(t.personId),
  ],
);

/** Somebody whose words of this month may not be studied. */
export const studyOptOut = table(
  'study_opt_out',
  {
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    since: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.monthId, t.personId] })],
);

/** A note that hosts leave each other during a chat. */
export const hostNote = table(
  'host_note',
  {
    id: timedId(),
    monthId: idOf()
      .notNull()
      .references(() => month.id, { onDelete: 'cascade' }),
    authorId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    published: instant().notNull().defaultNow(),
  },
  (t) => [index('host_note_month').on(t.monthId, t.id)],
);
