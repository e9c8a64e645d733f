import type { PostingDefaults, PostingVisibility, Quoters } from '#domain/people/posting-rules.ts';

/** Who reads a post, in clients' words. They have none for friends: nearest, and no wider for others, is `private`. */
export function visibilityToClients(visibility: PostingVisibility) {
  return visibility === 'followers' || visibility === 'friends' ? 'private' : visibility;
}

/** What a client's word means. Whoever has chosen friends keeps them when a client repeats its own word. */
export function visibilityFromClients(
  word: string,
  before?: PostingVisibility,
): PostingVisibility | undefined {
  if (word === 'private') return before === 'friends' ? 'friends' : 'followers';
  return word === 'public' || word === 'unlisted' || word === 'direct' ? word : undefined;
}

/** Who may quote, in clients' words. */
export function quotersToClients(quotes: Quoters) {
  return quotes === 'everyone' ? 'public' : quotes;
}

/** What a client's word means. */
export function quotersFromClients(word: string): Quoters | undefined {
  if (word === 'public') return 'everyone';
  return word === 'followers' || word === 'nobody' ? word : undefined;
}

/**
 * How posts begin, and how they are shown. Pictures behind a cover stay behind it until somebody asks.
 * Source: https://docs.joinmastodon.org/entities/Preferences/
 */
export function preferencesOf({ visibility, sensitive, language, quotes }: PostingDefaults) {
  return {
    'posting:default:visibility': visibilityToClients(visibility),
    'posting:default:sensitive': sensitive,
    'posting:default:language': language,
    'posting:default:quote_policy': quotersToClients(quotes),
    'reading:expand:media': 'default',
    'reading:expand:spoilers': false,
    'reading:autoplay:gifs': false,
  };
}
