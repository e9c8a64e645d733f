import { tagOf } from './rules.ts';

/** What somebody looks for in posts, taken apart. */
export interface Sought {
  /** As a search engine reads it: words, "phrases", -without, or. */
  words: string;
  /** A handle, or `me`. */
  from?: string;
  media?: boolean;
  /** Instants: posts from before and from after. */
  before?: Date;
  after?: Date;
}

/** The longest search that is read; what is more is cut off. */
export const longestSearch = 200;

/** Takes `from:`, `has:media`, `before:` and `after:` out of what somebody typed; the rest are words. */
export function readSearch(typed: string): Sought {
  const sought: Sought = { words: '' };
  const words = [];
  for (const part of typed.slice(0, longestSearch).match(/-?"[^"]*"?|\S+/g) ?? []) {
    const [, name = '', value = ''] = /^(from|has|is|before|after|during):(.+)$/i.exec(part) ?? [];
    if (!put(sought, name.toLowerCase(), value)) words.push(part);
  }
  return { ...sought, words: words.join(' ') };
}

function put(sought: Sought, name: string, value: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  const known = day && !Number.isNaN(day.getTime()) ? day : undefined;
  if (name === 'from') sought.from = value.replace(/^@/, '').toLowerCase();
  else if (name === 'has' && /^(?:media|image|video|audio)s?$/i.test(value)) sought.media = true;
  else if (name === 'before' && known) sought.before = known;
  else if (name === 'after' && known) sought.after = new Date(known.getTime() + 86_400_000);
  else return false;
  return true;
}

/** The hashtag whose beginning somebody typed; nothing for what can be none. */
export function tagStart(typed: string): string | undefined {
  const tag = tagOf(typed.trim());
  return /^[\p{L}\p{N}\p{M}_]{1,100}$/u.test(tag) ? tag : undefined;
}
