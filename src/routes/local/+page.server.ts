import { postLines } from '../kept-posts.ts';
import { windowOf } from '../window-of.ts';
import type { PageServerLoad } from './$types';
import { listPublic } from '#domain/posts/timelines.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const posts = await listPublic(ctx, windowOf(event.url), { origin: 'here' });
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  return onlyRendered(event, await postLines(event, posts));
};
