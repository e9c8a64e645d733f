import type { LinkCard } from '#domain/posts/link-previews.server.ts';

/**
 * What a post leads to, as clients read it. Words and a picture of ours: never a frame, never HTML.
 * Source: https://docs.joinmastodon.org/entities/PreviewCard/
 */
export function previewCardOf(origin: string, card: LinkCard) {
  const { author } = card;
  const at = new URL(card.url);
  return {
    url: card.url,
    title: card.title,
    description: card.description,
    language: card.language,
    type: 'link',
    authors: author ? [{ name: author, url: '', account: null }] : [],
    author_name: author,
    author_url: '',
    provider_name: card.provider || at.hostname,
    provider_url: at.origin,
    html: '',
    width: card.width ?? 0,
    height: card.height ?? 0,
    image: card.image && `${origin}/media/${card.image}`,
    image_description: card.imageAlt,
    embed_url: '',
    blurhash: card.blurhash,
    published_at: card.published?.toISOString() ?? null,
    missing_attribution: false,
  };
}
