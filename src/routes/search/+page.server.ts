import { redirect } from '@sveltejs/kit';
import { postLines } from '../kept-posts.ts';
import type { PageServerLoad } from './$types';
import { searchPeople } from '#domain/posts/people-search.server.ts';
import { findAddressed, searchPosts, searchTags } from '#domain/posts/search.server.ts';
import { listedAuthors } from '#domain/posts/shown-people.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

/** How many of each kind are shown. */
const most = { people: 10, tags: 8, posts: 20 } as const;

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const words = (event.url.searchParams.get('q') ?? '').trim().slice(0, 200).replaceAll('\0', '');
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const post = (words && (await findAddressed(ctx, words))?.post) || undefined;
  if (post) redirect(303, `/@${post.author.handle}/${post.id}`);
  const [people, tags, posts] = words
    ? await Promise.all([
        searchPeople(ctx, words, { limit: most.people }),
        searchTags(ctx, words, { limit: most.tags }),
        searchPosts(ctx, words, { limit: most.posts }),
      ])
    : [[], [], []];
  return onlyRendered(event, {
    words,
    here: event.url.pathname + event.url.search,
    people: await listedAuthors(ctx, people),
    tags: tags.map(({ tag, shown }) => ({ tag, shown })),
    lines: (await postLines(event, posts)).lines,
  });
};
