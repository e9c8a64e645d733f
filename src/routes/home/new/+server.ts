import type { RequestHandler } from './$types';
import { isId } from '#domain/people/id.ts';
import { countHomeSince } from '#domain/posts/home-news.server.ts';

/** How many posts are new at home since one was the newest, for the page that is open; 20 stands for more. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const since = url.searchParams.get('since') ?? '0';
  const known = since === '0' || isId(since);
  const count = known ? await countHomeSince(locals.ctx, since) : 0;
  return Response.json({ count }, { headers: { 'cache-control': 'no-store' } });
};
