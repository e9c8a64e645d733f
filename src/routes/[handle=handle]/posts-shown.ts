import type { RequestEvent } from '@sveltejs/kit';
import { olderThan, windowOf } from '../window-of.ts';
import { findAuthors } from '#domain/posts/authors.server.ts';
import { listPostsOf, type PostsOf } from '#domain/posts/posts-of.server.ts';
import { shownLines } from '#domain/posts/shown.server.ts';

type Ctx = App.Locals['ctx'];

/** Which posts a profile shows, by what its address says after `?show=`. */
const shelves = {
  posts: {
    label: 'Posts',
    options: { excludeReplies: true },
    nothing: 'No posts yet, or none that you can read.',
  },
  replies: { label: 'Posts and replies', options: {}, nothing: 'Nothing that you can read yet.' },
  media: {
    label: 'Pictures and sounds',
    options: { onlyMedia: true },
    nothing: 'No pictures yet, or none that you can read.',
  },
} satisfies Record<string, { label: string; options: PostsOf; nothing: string }>;

/** The posts under a profile, as this viewer may read them: what is pinned stands first on the first page. */
export async function postsShown(
  { url }: RequestEvent,
  ctx: Ctx,
  { id, handle }: { id: string; handle: string },
) {
  const asked = url.searchParams.get('show');
  const shelf = asked === 'replies' || asked === 'media' ? asked : 'posts';
  const window = windowOf(url);
  const { options, nothing } = shelves[shelf];
  const first = shelf === 'posts' && window.maxId === undefined;
  const [found, pinned, authors] = await Promise.all([
    listPostsOf(ctx, id, window, options),
    first ? listPostsOf(ctx, id, { limit: 5 }, { pinned: true }) : [],
    findAuthors(ctx, [id]),
  ]);
  const top = await shownLines(ctx, pinned ?? []);
  const above = new Set(top.map(({ id: pin }) => pin));
  const lines = await shownLines(ctx, found ?? [], 'account');
  const author = authors.get(id);
  return {
    lines: lines.filter(({ post }) => !above.has(post.id)),
    pinned: top,
    older: olderThan(
      url,
      (found ?? []).map((line) => line.id),
    ),
    nothing,
    counts: author && { posts: author.posts },
    tabs: Object.entries(shelves).map(([name, { label }]) => ({
      href: tabAddress(url, handle, name),
      label,
      current: name === shelf,
    })),
  };
}

/** The other ways of looking at a profile (`?as=`) stay as they are. */
function tabAddress({ searchParams }: URL, handle: string, shelf: string): string {
  const query = new URLSearchParams();
  const as = searchParams.get('as');
  if (as) query.set('as', as);
  if (shelf !== 'posts') query.set('show', shelf);
  return `/@${handle}${query.size > 0 ? `?${query}` : ''}`;
}
