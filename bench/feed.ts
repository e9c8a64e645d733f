import { measurePages } from './page.ts';
import { clubSlug } from './seed.ts';

/** A club's feed, as a feed reader asks for it that has nothing yet. */
export const measureFeed = measurePages({
  name: 'club feed',
  path: () => `/${clubSlug}/feed.rss`,
  as: 'afresh',
  says: '<rss',
});
