import { answer } from './errors.ts';
import { windowOf } from './page.ts';
import { anybody, type Call, type Route } from './route.ts';
import { showAccounts, showPosts } from './show.server.ts';
import { showTags } from './tags.server.ts';
import { asked } from './timelines.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { handleOf, searchPeople } from '#domain/posts/people-search.server.ts';
import {
  findAddressed,
  lookElsewhere,
  searchPosts,
  searchTags,
  type Addressed,
} from '#domain/posts/search.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Looks for people, posts and hashtags. Source: https://docs.joinmastodon.org/methods/search/ */
export const searchRoutes: readonly Route[] = ['v1', 'v2'].map((version) => ({
  ...{ method: 'GET', path: `/api/${version}/search`, needs: anybody('read:search') },
  answer: search,
}));

interface Found {
  people: string[];
  posts: PostView[];
  tags: Awaited<ReturnType<typeof searchTags>>;
}

/** Guests find people who wish to be found, and hashtags; `resolve` asks other servers, for people who are signed in. */
async function search(call: Call): Promise<Response> {
  const { ctx, query } = call;
  const typed = (query.get('q') ?? '').trim().slice(0, 2000).toWellFormed().replaceAll('\0', '');
  const found = typed ? await find(call, typed) : { people: [], posts: [], tags: [] };
  return answer({
    accounts: await showAccounts(ctx, found.people),
    statuses: await showPosts(ctx, found.posts),
    hashtags: showTags(ctx, found.tags),
  });
}

async function find(call: Call, typed: string): Promise<Found> {
  const { ctx, query } = call;
  const type = query.get('type') ?? '';
  const { limit, ...window } = windowOf(call);
  const offset = type
    ? Math.min(Math.max(Math.trunc(Number(query.get('offset'))) || 0, 0), 1000)
    : 0;
  const wants = (kind: string) => !type || type === kind;
  const led = await lead(call, typed);
  if (led)
    return {
      people: led.personId && wants('accounts') ? [led.personId] : [],
      posts: led.post && wants('statuses') ? [led.post] : [],
      tags: [],
    };
  const authorId = query.get('account_id') ?? undefined;
  const following = asked(call, 'following');
  return {
    people: wants('accounts') ? await people(ctx, typed, { limit, offset, following }) : [],
    posts: wants('statuses')
      ? await searchPosts(ctx, typed, { ...window, limit, offset, authorId })
      : [],
    tags: wants('hashtags') ? await searchTags(ctx, typed, { limit, offset }) : [],
  };
}

/** Where an address leads, or, when the app asks for that (`resolve`), a handle that nobody known has. */
async function lead(call: Call, typed: string): Promise<Addressed | undefined> {
  const { ctx } = call;
  const led = await findAddressed(ctx, typed);
  if (led?.personId || led?.post || !asked(call, 'resolve')) return led;
  const handle = led ? undefined : handleOf(ctx, typed);
  const known = handle ? await meetByHandle(ctx, handle) : undefined;
  return known ? led : ((await lookElsewhere(ctx, typed)) ?? led);
}

/** Whoever is not signed in finds only those who wish to be found, also by a handle that they guessed. */
async function people(
  ctx: Ctx,
  typed: string,
  window: { limit: number; offset: number; following: boolean },
): Promise<string[]> {
  const found = await searchPeople(ctx, typed, window);
  if (ctx.viewer) return found;
  const known = await readAuthors(ctx, found);
  return found.filter((id) => known.get(id)?.discoverable);
}
