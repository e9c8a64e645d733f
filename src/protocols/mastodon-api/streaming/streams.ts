import type { Scope } from '#domain/apps/scopes.ts';

/** One stream that somebody listens to. */
export interface Stream {
  /** What two asks for the same stream share; a person's own streams are told apart by who listens. */
  key: string;
  /** Its name in a frame: `["user"]`, `["hashtag", "imaging"]`, `["list", "12"]`. */
  names: readonly string[];
  needs: Scope;
  tag?: string;
  listId?: string;
}

/** What is asked of a stream besides its name. */
export interface StreamWords {
  tag?: string | undefined;
  list?: string | undefined;
}

/** Why there is no such stream. */
export type StreamFault = 'unknown' | 'tag' | 'list';

const plain = [
  ...['user', 'user:notification', 'direct'],
  ...['public', 'public:media', 'public:local', 'public:local:media'],
  ...['public:remote', 'public:remote:media'],
];

/**
 * The stream of a name, with the tag or the list that it needs. Tags are the same in any case, with `#`
 * or without.
 * Source: https://docs.joinmastodon.org/methods/streaming/
 */
export function streamOf(name: string, { tag, list }: StreamWords): Stream | StreamFault {
  if (plain.includes(name)) return { key: name, names: [name], needs: scopeOf(name) };
  if (name === 'hashtag' || name === 'hashtag:local') {
    const word = tagOf(tag ?? '');
    if (word === '') return 'tag';
    return { key: `${name} ${word}`, names: [name, word], needs: 'read:statuses', tag: word };
  }
  if (name !== 'list') return 'unknown';
  if (!list || !/^[1-9]\d{0,17}$/.test(list)) return 'list';
  return { key: `list ${list}`, names: ['list', list], needs: 'read:statuses', listId: list };
}

function scopeOf(name: string): Scope {
  return name === 'user:notification' ? 'read:notifications' : 'read:statuses';
}

/** A tag as streams know it. */
export function tagOf(text: string): string {
  const word = text.normalize('NFKC').replace(/^#+/, '').toLowerCase();
  return word.length <= 100 ? word : '';
}

/** The stream that an address of server-sent events means: `public/local` with `only_media` as well. */
export function streamAt(path: string, query: URLSearchParams): Stream | StreamFault {
  const name = path.replaceAll('/', ':');
  const media =
    name.startsWith('public') && /^(?:1|true|on|t)$/.test(query.get('only_media') ?? '');
  const whole = media && !name.endsWith(':media') ? `${name}:media` : name;
  return streamOf(whole, wordsIn(query));
}

/** What an address says of tag and list. */
export function wordsIn(query: URLSearchParams): StreamWords {
  return { tag: query.get('tag') ?? undefined, list: query.get('list') ?? undefined };
}
