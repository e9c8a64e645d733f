import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { peopleShown, peopleWindow } from '../../people-shown.ts';
import type { listBoosters } from '#domain/posts/marked-by.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

/** A page of the people who put a mark on a post, for whoever may read the post. */
export async function markedBy(
  event: RequestEvent<{ handle: string; post: string }>,
  list: typeof listBoosters,
) {
  const { locals, params, url } = event;
  const { ctx } = locals;
  const post = (await findPost(ctx, params.post)) ?? error(404);
  const page = `/@${post.author.handle}/${post.id}`;
  if (params.handle !== post.author.handle)
    redirect(307, page + url.pathname.slice(url.pathname.lastIndexOf('/')));
  const marked = (await list(ctx, post.id, peopleWindow(url))) ?? error(404);
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return onlyRendered(event, {
    page,
    author: post.author.name,
    ...(await peopleShown(ctx, marked, url)),
  });
}
