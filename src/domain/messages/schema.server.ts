import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';

/** What a few people write to each other. `size` is how many they are, and stays: nobody is ever added. */
export const conversation = table('conversation', {
  id: timedId(),
  size: integer().notNull(),
  since: instant().notNull(),
});

const conversationOf = () =>
  bigint('conversation_id', { mode: 'string' })
    .notNull()
    .references(() => conversation.id, { onDelete: 'cascade' });

/**
 * One of its people, and how it stands with them alone. `state`: it waits as a request until they accept it;
 * declined, and left, is the same. `hidden` until the next message. `lastId` is the newest message that they
 * can read; none when there is none.
 */
export const conversationPerson = table(
  'conversation_person',
  {
    conversationId: conversationOf(),
    personId: bigint('person_id', { mode: 'string' })
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    state: text({ enum: ['accepted', 'waiting', 'declined'] }).notNull(),
    unread: boolean().notNull().default(false),
    hidden: boolean().notNull().default(false),
    lastId: idOf(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.personId] }),
    index('conversation_person_list').on(t.personId, t.lastId),
    index('conversation_person_last')
      .on(t.lastId)
      .where(sql`last_id is not null`),
  ],
);

/** Which direct post stands in which conversation. */
export const message = table(
  'message',
  {
    postId: bigint('post_id', { mode: 'string' })
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    conversationId: conversationOf(),
  },
  (t) => [index('message_conversation').on(t.conversationId, t.postId)],
);
