import { context } from './context.ts';
import type { QuoteFacts } from './quote.ts';
import { personUri, postUri, quoteUri } from '#domain/federation/addresses.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { findPost, readPosts } from '#domain/posts/read.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody's word that a post may quote theirs (FEP-044f); who is quoted, and by what. */
export function quoteAuthorization(
  origin: string,
  {
    handle,
    quotedId,
    quotingId,
    quotingUri,
  }: Record<'handle' | 'quotedId' | 'quotingId' | 'quotingUri', string>,
) {
  return {
    id: quoteUri(origin, handle, quotingId),
    type: 'QuoteAuthorization',
    attributedTo: personUri(origin, handle),
    interactingObject: quotingUri,
    interactionTarget: postUri(origin, handle, quotedId),
  };
}

/** The same by its address: while it holds, and whoever asks may read what is quoted and what quotes it. */
export async function readQuoteAuthorization(ctx: Ctx, handle: string, quotingId: string) {
  const quoting = await findPost(ctx, quotingId);
  if (!quoting?.quotedId || quoting.quoteRevoked) return undefined;
  const quoted = await findPost(ctx, quoting.quotedId);
  const quotingUri = (await urisOfPosts(ctx, [quotingId])).get(quotingId);
  if (!quotingUri || quoted?.author.handle !== handle) return undefined;
  const about = { handle, quotedId: quoted.id, quotingId, quotingUri };
  return { '@context': context, ...quoteAuthorization(ctx.config.origin, about) };
}

/** What posts of this place quote of it, by their id: only where everybody may read both. */
export async function readQuotes(
  ctx: Ctx,
  posts: readonly PostView[],
): Promise<ReadonlyMap<string, QuoteFacts>> {
  const { origin } = ctx.config;
  const open = posts.filter(
    (post) => isForEverybody(post.visibility) && post.quotedId && !post.quoteRevoked,
  );
  const ids = [...new Set(open.flatMap(({ quotedId }) => quotedId ?? []))];
  const found = await readPosts({ ...ctx, viewer: null }, ids);
  const quoted = new Map(found.filter(({ author }) => !author.host).map((one) => [one.id, one]));
  return new Map(
    open.flatMap(({ id, quotedId, author }) => {
      const one = quoted.get(quotedId ?? '');
      if (!one) return [];
      const { handle } = one.author;
      const own = one.author.id === author.id;
      const authorization = own ? null : quoteUri(origin, handle, id);
      const page = `${origin}/@${handle}/${one.id}`;
      return [[id, { uri: postUri(origin, handle, one.id), page, authorization }] as const];
    }),
  );
}
