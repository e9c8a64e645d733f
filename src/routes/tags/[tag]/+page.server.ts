import { error, redirect } from '@sveltejs/kit';
import { postLines } from '../../kept-posts.ts';
import { windowOf } from '../../window-of.ts';
import type { Actions, PageServerLoad } from './$types';
import { withNext } from '#domain/people/next.ts';
import { findTag, followTag, unfollowTag } from '#domain/posts/tags.server.ts';
import { listTagged } from '#domain/posts/timelines.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const found = await findTag(ctx, event.params.tag);
  if (!found) error(404);
  const { tag, following } = found;
  const posts = await listTagged(ctx, tag, windowOf(event.url));
  const lines = await postLines(event, posts);
  const shown = lines.lines[0]?.post.tags.find((one) => one.tag === tag)?.shown ?? found.shown;
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return onlyRendered(event, {
    ...lines,
    tag,
    shown,
    followed: ctx.viewer ? following : undefined,
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request, url }) => {
    if (!locals.ctx.viewer) redirect(303, withNext('/sign-in', url.pathname));
    const off = (await request.formData()).get('on') === 'no';
    const done = await (off ? unfollowTag : followTag)(locals.ctx, params.tag);
    if ('refused' in done) error(done.refused === 'tooMany' ? 429 : 404);
    redirect(303, url.pathname);
  },
};
