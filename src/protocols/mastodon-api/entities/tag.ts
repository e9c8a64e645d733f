import type { FeaturedTag, TagView } from '#domain/posts/tags.server.ts';

/** The address of a hashtag's page. */
function tagAddress(origin: string, tag: string): string {
  return `${origin}/tags/${encodeURIComponent(tag)}`;
}

const day = 24 * 60 * 60 * 1000;

/**
 * A hashtag as clients read it. How much it is used is said of none: under ten it would say who. Its name is
 * its id. Source: https://docs.joinmastodon.org/entities/Tag/
 */
export function tagEntityOf(origin: string, now: Date, view: TagView) {
  const midnight = Math.floor(now.getTime() / day) * (day / 1000);
  return {
    id: view.tag,
    name: view.shown,
    url: tagAddress(origin, view.tag),
    history: Array.from({ length: 7 }, (_, at) => {
      return { day: String(midnight - at * (day / 1000)), uses: '0', accounts: '0' };
    }),
    following: view.following,
    featuring: view.featuring,
  };
}

/** Source: https://docs.joinmastodon.org/entities/FeaturedTag/ */
export function featuredTagOf(origin: string, featured: FeaturedTag) {
  return {
    id: featured.id,
    name: featured.shown,
    url: tagAddress(origin, featured.tag),
    statuses_count: String(featured.posts),
    last_status_at: featured.lastDay,
  };
}
