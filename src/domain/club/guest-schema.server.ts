import { index, integer, primaryKey, text, unique, boolean } from 'drizzle-orm/pg-core';
import { month } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';

/** A guest's essay; a draft until `published`. */
export const guestPost = table('guest_post', {
  id: timedId(),
  monthId: idOf()
    .notNull()
    .unique()
    .references(() => month.id, { onDelete: 'cascade' }),
  title: text().notNull().default(''),
  authorName: text().notNull().default(''),
  authorId: idOf().references(() => person.id, { onDelete: 'set null' }),
  about: text().notNull().default(''),
  body: text().notNull().default(''),
  html: text().notNull().default(''),
  /** Grows with each save: two editors at once do not overwrite each other. */
  version: integer().notNull().default(1),
  published: instant(),
  updated: instant(),
});

/** What a guest post said before an edit. */
export const guestPostEdition = table(
  'guest_post_edition',
  {
    guestPostId: idOf()
      .notNull()
      .references(() => guestPost.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    editedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
    until: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.guestPostId, t.number] })],
);

/** A link that lets one guest write; kept as a hash, expires, can be withdrawn. */
export const guestInvite = table(
  'guest_invite',
  {
    tokenHash: text().primaryKey(),
    guestPostId: idOf()
      .notNull()
      .references(() => guestPost.id, { onDelete: 'cascade' }),
    invitedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
    note: text().notNull().default(''),
    created: instant().notNull().defaultNow(),
    expires: instant().notNull(),
    withdrawn: instant(),
    /** Whether the guest may publish what they wrote, too. */
    mayPublish: boolean().notNull().default(false),
    acceptedBy: idOf().references(() => person.id, { onDelete: 'set null' }),
  },
  (t) => [index('guest_invite_post').on(t.guestPostId)],
);

/** A comment under a guest post: a numbered line that outlives its post. */
export const comment = table(
  'comment',
  {
    id: timedId(),
    guestPostId: idOf()
      .notNull()
      .references(() => guestPost.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    parentId: idOf(),
    postId: idOf().references(() => post.id, { onDelete: 'set null' }),
    published: instant().notNull().defaultNow(),
  },
  (t) => [unique('comment_number').on(t.guestPostId, t.number), index('comment_post').on(t.postId)],
);

/** A host took a comment out of sight, and says why. */
export const commentHiding = table('comment_hiding', {
  commentId: idOf()
    .primaryKey()
    .references(() => comment.id, { onDelete: 'cascade' }),
  hiddenBy: idOf().references(() => person.id, { onDelete: 'set null' }),
  reason: text().notNull(),
  at: instant().notNull().defaultNow(),
});

/** A picture in a guest post. */
export const picture = table(
  'picture',
  {
    name: text().primaryKey(),
    guestPostId: idOf()
      .notNull()
      .references(() => guestPost.id, { onDelete: 'cascade' }),
    ownerId: idOf().references(() => person.id, { onDelete: 'set null' }),
    alt: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    published: instant().notNull().defaultNow(),
  },
  (t) => [index('picture_guest_post').on(t.guestPostId)],
);
