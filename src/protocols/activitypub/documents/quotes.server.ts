import { context } from './context.ts';
import { personUri, postUri, quoteUri } from '#domain/federation/addresses.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { findQuotedId } from '#domain/posts/quotes.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
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

/** The same by its address: while it holds, and whoever asks may read what is quoted. */
export async function readQuoteAuthorization(ctx: Ctx, handle: string, quotingId: string) {
  const quotedId = await findQuotedId(ctx, quotingId);
  const quoted = quotedId === undefined ? undefined : await findPost(ctx, quotedId);
  const quotingUri = (await urisOfPosts(ctx, [quotingId])).get(quotingId);
  if (!quoted || !quotingUri || quoted.author.handle !== handle) return undefined;
  const about = { handle, quotedId: quoted.id, quotingId, quotingUri };
  return { '@context': context, ...quoteAuthorization(ctx.config.origin, about) };
}
