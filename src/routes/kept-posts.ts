import type { RequestEvent } from '@sveltejs/kit';
import { signedIn } from './account.ts';
import { olderThan, windowOf } from './window-of.ts';
import type { listBookmarks } from '#domain/posts/kept.server.ts';
import { shownPosts } from '#domain/posts/shown.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

/** A page of posts that somebody has put a mark on, for them alone. */
export async function keptPosts(event: RequestEvent, list: typeof listBookmarks) {
  await signedIn(event);
  const { ctx } = event.locals;
  const kept = await list(ctx, windowOf(event.url));
  const posts = await shownPosts(
    ctx,
    kept.map(({ post }) => post),
  );
  const ids = kept.map(({ id }) => id);
  const lines = posts.map((post) => ({ id: post.id, post, booster: null }));
  return onlyRendered(event, { lines, older: olderThan(event.url, ids) });
}

/** A page of posts as they stand in a public list. */
export async function postLines(event: RequestEvent, views: readonly PostView[]) {
  const posts = await shownPosts(event.locals.ctx, views, 'public');
  const lines = posts
    .filter(({ filtered }) => !filtered.hidden)
    .map((post) => ({ id: post.id, post, booster: null }));
  return {
    lines,
    older: olderThan(
      event.url,
      views.map(({ id }) => id),
    ),
  };
}
