import { notFound } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { anybody, person, type Call, type Route } from './route.ts';
import { showLines, showPosts } from './show.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { listBookmarks, listFavourites, type Kept } from '#domain/posts/kept.server.ts';
import { listPostsOf } from '#domain/posts/posts-of.server.ts';
import { tagOf } from '#domain/posts/rules.ts';
import { listPublic, listTagged, type Origin } from '#domain/posts/timelines.server.ts';
import type { LineView, PostView } from '#domain/posts/view.ts';

/** Pages of many posts: home, everybody's, of a hashtag, of a person, kept and liked ones. */
export const timelineRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/api/v1/timelines/home', needs: person('read:statuses') },
    answer: async (call) => answerLines(call, await listHome(call.ctx, windowOf(call))),
  },
  {
    ...{ method: 'GET', path: '/api/v1/timelines/public', needs: anybody('read:statuses') },
    answer: answerPublic,
  },
  {
    ...{ method: 'GET', path: '/api/v1/timelines/tag/:hashtag', needs: anybody('read:statuses') },
    answer: answerTag,
  },
  {
    ...{ method: 'GET', path: '/api/v1/accounts/:id/statuses', needs: anybody('read:statuses') },
    answer: answerPerson,
  },
  {
    ...{ method: 'GET', path: '/api/v1/bookmarks', needs: person('read:bookmarks') },
    answer: async (call) => answerKept(call, await listBookmarks(call.ctx, windowOf(call))),
  },
  {
    ...{ method: 'GET', path: '/api/v1/favourites', needs: person('read:favourites') },
    answer: async (call) => answerKept(call, await listFavourites(call.ctx, windowOf(call))),
  },
];

/** Whether a query says yes to something, as Rails reads it. */
export function asked({ query }: Pick<Call, 'query'>, name: string): boolean {
  return !/^(?:0|f|false|off|)$/i.test(query.get(name) ?? '');
}

/** Lines of a timeline with links to the pages around them. */
export async function answerLines(call: Call, lines: readonly LineView[]): Promise<Response> {
  return answerPage(
    call,
    await showLines(call.ctx, lines),
    lines.map(({ id }) => id),
  );
}

async function answerPosts(call: Call, posts: readonly PostView[]): Promise<Response> {
  return answerPage(
    call,
    await showPosts(call.ctx, posts),
    posts.map(({ id }) => id),
  );
}

async function answerKept(call: Call, kept: readonly Kept[]): Promise<Response> {
  const posts = kept.map(({ post }) => post);
  return answerPage(
    call,
    await showPosts(call.ctx, posts),
    kept.map(({ id }) => id),
  );
}

/** Who asks for both is given what `local` means, as by Mastodon. */
function originIn(call: Call): Origin {
  if (asked(call, 'local')) return 'here';
  return asked(call, 'remote') ? 'elsewhere' : undefined;
}

async function answerPublic(call: Call): Promise<Response> {
  const wishes = { onlyMedia: asked(call, 'only_media'), origin: originIn(call) };
  return answerPosts(call, await listPublic(call.ctx, windowOf(call), wishes));
}

async function answerTag(call: Call): Promise<Response> {
  const { ctx, params, query } = call;
  const tags = (name: string) =>
    [...query.getAll(`${name}[]`), ...query.getAll(name)].map(tagOf).filter(isKept);
  const tag = tagOf(params.hashtag ?? '');
  if (!isKept(tag)) return answerPosts(call, []);
  const further = { any: tags('any'), all: tags('all'), none: tags('none') };
  const wishes = { ...further, onlyMedia: asked(call, 'only_media'), origin: originIn(call) };
  return answerPosts(call, await listTagged(ctx, tag, windowOf(call), wishes));
}

/** What no text of the database can be is no hashtag either. */
function isKept(tag: string): boolean {
  return tag !== '' && tag.length <= 200 && tag.isWellFormed() && !tag.includes('\0');
}

async function answerPerson(call: Call): Promise<Response> {
  const { ctx, params, query } = call;
  const tagged = tagOf(query.get('tagged') ?? '');
  const lines = await listPostsOf(ctx, params.id ?? '', windowOf(call), {
    onlyMedia: asked(call, 'only_media'),
    excludeReplies: asked(call, 'exclude_replies'),
    excludeBoosts: asked(call, 'exclude_reblogs'),
    pinned: asked(call, 'pinned'),
    tagged: isKept(tagged) ? tagged : undefined,
  });
  if (!lines) return notFound();
  return asked(call, 'pinned')
    ? answerPage(call, await showLines(ctx, lines), [])
    : answerLines(call, lines);
}
