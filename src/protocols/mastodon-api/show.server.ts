import { accountOf } from './entities/account.ts';
import { previewCardOf } from './entities/card.ts';
import { filterResultOf } from './entities/filter.ts';
import { mediaAttachmentOf } from './entities/media.ts';
import { quoteOf, shallowQuoteOf } from './entities/quote.ts';
import { statusOf, visibilityOf, type Around } from './entities/status.ts';
import { readMoved } from './moved.server.ts';
import { readRemotePosts } from '#domain/federation/remote-shown.server.ts';
import { hostOf } from '#domain/people/handle.ts';
import { findAuthors, readAuthors, type Author } from '#domain/posts/authors.server.ts';
import { filtersHitting } from '#domain/posts/filter-hits.server.ts';
import { cardsOfPosts } from '#domain/posts/link-previews.server.ts';
import { mediaOfPosts } from '#domain/posts/media-of-posts.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import type { LineView, PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

type Shown = ReturnType<typeof statusOf>;

/** Posts as clients read them, with everything that stands around them read in a few statements for all. */
export async function showPosts(ctx: Ctx, posts: readonly PostView[]): Promise<Shown[]> {
  const around = await readAround(ctx, posts, 'whole');
  return posts.map((view) => statusOf(ctx.config.origin, view, around(view)));
}

/** One post as clients read it. */
export async function showPost(ctx: Ctx, view: PostView): Promise<object> {
  const [shown] = await showPosts(ctx, [view]);
  return shown ?? {};
}

/** Lines of a timeline as clients read them: a boost is a status around the boosted one. */
export async function showLines(ctx: Ctx, lines: readonly LineView[]): Promise<object[]> {
  const posts = await showPosts(
    ctx,
    lines.map(({ post }) => post),
  );
  const moved = await readMoved(
    ctx,
    lines.flatMap(({ boost }) => boost?.author ?? []),
  );
  return lines.map(({ id, boost }, at) => {
    const shown = posts[at];
    if (!boost || !shown) return shown ?? {};
    const uri = `${ctx.config.origin}/@${boost.author.handle}/boosts/${id}`;
    return {
      ...shown,
      id,
      uri,
      url: shown.url,
      created_at: boost.published,
      edited_at: null,
      visibility: visibilityOf[boost.visibility],
      account: accountOf(ctx.config.origin, boost.author, moved.get(boost.author.id)),
      reblog: shown,
    };
  });
}

/** People as clients read them, those whom the viewer may meet, in the order asked for. */
export async function showAccounts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReturnType<typeof accountOf>[]> {
  const found = await findAuthors(ctx, ids);
  return showAuthors(
    ctx,
    ids.flatMap((id) => found.get(id) ?? []),
  );
}

/** The same of people whom the viewer has been shown already. */
export async function showAuthors(ctx: Ctx, authors: readonly Author[]) {
  const moved = await readMoved(ctx, authors);
  return authors.map((author) => accountOf(ctx.config.origin, author, moved.get(author.id)));
}

/** What stands around posts, by the post's id; nothing is asked for that none of them has. */
async function readAround(
  ctx: Ctx,
  posts: readonly PostView[],
  quotes: 'whole' | 'named',
): Promise<(view: PostView) => Around> {
  const { origin } = ctx.config;
  const idsOf = (having: (view: PostView) => boolean) => posts.filter(having).map(({ id }) => id);
  const [elsewhere, moved, named, media, cards, quoted, hits] = await Promise.all([
    readRemotePosts(
      ctx,
      idsOf(({ author }) => author.host !== null),
    ),
    readMoved(
      ctx,
      posts.map(({ author }) => author),
    ),
    readAuthors(ctx, namedElsewhere(posts)),
    mediaOfPosts(
      ctx,
      idsOf(({ hasMedia }) => hasMedia),
    ),
    cardsOfPosts(
      ctx,
      idsOf(({ hasLink }) => hasLink),
    ),
    quotes === 'whole' ? readQuoted(ctx, posts) : findQuoted(ctx, posts),
    filtersHitting(ctx, posts),
  ]);
  return (view) => {
    const card = cards.get(view.id);
    return {
      elsewhere: elsewhere.get(view.id) ?? null,
      moved: moved.get(view.author.id),
      pages: pagesOf(view, named),
      media: (media.get(view.id) ?? []).map((one) => mediaAttachmentOf(origin, one)),
      card: card ? previewCardOf(origin, card) : null,
      filtered: (hits.get(view.id) ?? []).map(filterResultOf),
      quote: quotes === 'whole' ? quoteOf(view, quoted) : shallowQuoteOf(view, quoted),
    };
  };
}

/** Whom posts name of other servers, by id. */
function namedElsewhere(posts: readonly PostView[]): string[] {
  return posts.flatMap(({ mentions }) =>
    mentions.filter(({ handle }) => hostOf(handle) !== undefined).map(({ id }) => id),
  );
}

function pagesOf({ mentions }: PostView, named: ReadonlyMap<string, Author>): Around['pages'] {
  return new Map(
    mentions.flatMap(({ id, handle }) => {
      const page = named.get(id)?.page;
      return page ? [[handle, page] as const] : [];
    }),
  );
}

/** The posts that these quote, as far as the viewer may read them; what those quote is named only. */
async function readQuoted(ctx: Ctx, posts: readonly PostView[]): Promise<Map<string, Shown>> {
  const quoted = [...(await findQuoted(ctx, posts)).values()];
  if (quoted.length === 0) return new Map();
  const around = await readAround(ctx, quoted, 'named');
  return new Map(quoted.map((view) => [view.id, statusOf(ctx.config.origin, view, around(view))]));
}

async function findQuoted(ctx: Ctx, posts: readonly PostView[]): Promise<Map<string, PostView>> {
  const ids = posts.flatMap(({ quotedId, quoteRevoked }) =>
    quotedId && !quoteRevoked ? [quotedId] : [],
  );
  return new Map((await readPosts(ctx, [...new Set(ids)])).map((view) => [view.id, view]));
}
