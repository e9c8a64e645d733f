import type { PostView } from '#domain/posts/view.ts';

/**
 * The quote in a post: what it quotes, where the viewer may read that. What is gone, and what is not for
 * them, are the same. Source: https://docs.joinmastodon.org/entities/Quote/
 */
export function quoteOf({ quotedId, quoteRevoked }: PostView, quoted: ReadonlyMap<string, object>) {
  if (!quotedId) return null;
  if (quoteRevoked) return { state: 'revoked', quoted_status: null };
  const shown = quoted.get(quotedId) ?? null;
  return { state: shown ? 'accepted' : 'unauthorized', quoted_status: shown };
}

/**
 * The same in a post that is quoted itself: named where the viewer may read it, not shown.
 * Source: https://docs.joinmastodon.org/entities/ShallowQuote/
 */
export function shallowQuoteOf(
  { quotedId, quoteRevoked }: PostView,
  readable: { has(id: string): boolean },
) {
  if (!quotedId) return null;
  if (quoteRevoked) return { state: 'revoked', quoted_status_id: null };
  const named = readable.has(quotedId) ? quotedId : null;
  return { state: named ? 'accepted' : 'unauthorized', quoted_status_id: named };
}
