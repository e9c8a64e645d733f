import { bigint, index, primaryKey, text } from 'drizzle-orm/pg-core';
import { month } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { idOf, instant, table } from '#platform/schema-parts.server.ts';

const monthOf = () =>
  idOf()
    .notNull()
    .references(() => month.id, { onDelete: 'cascade' });

/**
 * An answer from another server that waits for a host: its writer is new to the club (`stranger`), is a program
 * (`bot`), or the guard found something in it (`guard`). It stays as the record of who decided.
 */
export const waitingAnswer = table(
  'waiting_answer',
  {
    postId: bigint('post_id', { mode: 'string' })
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    monthId: monthOf(),
    /** What it answers, as it stood when it came. */
    questionId: idOf(),
    parentId: idOf(),
    why: text({ enum: ['stranger', 'bot', 'guard'] }).notNull(),
    since: instant().notNull(),
    taken: instant(),
    declined: instant(),
    decidedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
  },
  (t) => [index('waiting_answer_month').on(t.monthId, t.since)],
);

/** Somebody who said "stop": nothing of theirs stands in this month's chat and transcript. */
export const transcriptStop = table(
  'transcript_stop',
  {
    monthId: monthOf(),
    personId: idOf()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    since: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.monthId, t.personId] }),
    index('transcript_stop_person').on(t.personId),
  ],
);
