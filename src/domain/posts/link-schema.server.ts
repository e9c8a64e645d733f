import { index, integer, text } from 'drizzle-orm/pg-core';
import { post } from './schema.server.ts';
import { idOf, instant, table } from '#platform/schema-parts.server.ts';

/**
 * What a page elsewhere says of itself, for everybody who links to it. `image` is a picture of ours, drawn
 * anew. Looked at again when it has ended; gone when no post leads to it.
 */
export const linkPreview = table(
  'link_preview',
  {
    url: text().primaryKey(),
    state: text({ enum: ['waiting', 'ready', 'none'] })
      .notNull()
      .default('waiting'),
    title: text().notNull().default(''),
    description: text().notNull().default(''),
    provider: text().notNull().default(''),
    author: text().notNull().default(''),
    language: text(),
    published: instant(),
    image: text(),
    width: integer(),
    height: integer(),
    blurhash: text(),
    imageAlt: text().notNull().default(''),
    fetched: instant(),
    ends: instant().notNull(),
  },
  (t) => [index('link_preview_image').on(t.image)],
);

/** The first address in a post that everybody may read. */
export const postLink = table(
  'post_link',
  {
    postId: idOf()
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    url: text().notNull(),
  },
  (t) => [index('post_link_url').on(t.url)],
);
