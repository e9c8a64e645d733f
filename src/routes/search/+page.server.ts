import { redirect } from '@sveltejs/kit';
import { postLines } from '../kept-posts.ts';
import type { PageServerLoad } from './$types';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { handleOf, searchPeople } from '#domain/posts/people-search.server.ts';
import {
  findAddressed,
  lookElsewhere,
  searchPosts,
  searchTags,
} from '#domain/posts/search.server.ts';
import { listedAuthors } from '#domain/posts/shown-people.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

/** How many of each kind are shown. */
const most = { people: 10, tags: 8, posts: 20 } as const;

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const words = (event.url.searchParams.get('q') ?? '').trim().slice(0, 200).replaceAll('\0', '');
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const led = words ? await leads(ctx, words) : undefined;
  if (led?.post) redirect(303, `/@${led.post.author.handle}/${led.post.id}`);
  const [found, tags, posts] = words
    ? await Promise.all([
        searchPeople(ctx, words, { limit: most.people }),
        searchTags(ctx, words, { limit: most.tags }),
        searchPosts(ctx, words, { limit: most.posts }),
      ])
    : [[], [], []];
  const people = [...new Set([...(led?.personId ? [led.personId] : []), ...found])];
  return onlyRendered(event, {
    words,
    here: event.url.pathname + event.url.search,
    people: await listedAuthors(ctx, people),
    tags: tags.map(({ tag, shown }) => ({ tag, shown })),
    lines: (await postLines(event, posts)).lines,
  });
};

/** Where an address leads, or the whole handle of somebody whom nobody here knows yet: their server is asked. */
async function leads(ctx: App.Locals['ctx'], words: string) {
  const led = await findAddressed(ctx, words);
  if (led?.personId || led?.post) return led;
  const handle = led ? undefined : handleOf(ctx, words);
  if (handle && (await meetByHandle(ctx, handle))) return undefined;
  return lookElsewhere(ctx, words);
}
