import { asServer, handleHere } from '#domain/people/handle.ts';

/** The longest post, in characters as a reader counts them (graphemes). */
export const longestPost = 5000;

/** The longest content note, in the same. */
export const longestNote = 500;

/** Who may read a post. */
export type Visibility = 'public' | 'unlisted' | 'followers' | 'friends' | 'direct';

/** Who may answer a post: its author always may. */
export type RepliesFrom = 'everyone' | 'followers' | 'mentioned' | 'nobody';

/** All audiences, the widest first. */
export const visibilities: readonly Visibility[] = [
  'public',
  'unlisted',
  'followers',
  'friends',
  'direct',
];

/** All answers to who may reply, the widest first. */
export const replyRights: readonly RepliesFrom[] = ['everyone', 'followers', 'mentioned', 'nobody'];

/** How many people one post may name, and how many hashtags it may carry. */
export const mostMentions = 50;
export const mostTags = 30;

/** How many people a direct post is between, its author among them. */
export const mostReaders = 10;

/** Bounds of a poll: how many answers, how long each, how long it lasts (seconds). */
export const pollBounds = {
  options: { least: 2, most: 8 },
  characters: 100,
  seconds: { least: 5 * 60, most: 30 * 24 * 60 * 60 },
} as const;

/** Why a text is not taken. `notText`: it holds something that is no text, or half a character. */
export type TextRefusal = 'empty' | 'tooLong' | 'notText';

/** Whether a value from outside can be a key that makes sending twice the same as once. */
export function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{8,64}$/.test(value);
}

/** Whether everybody may read a post of this audience, whether or not it is listed anywhere. */
export const isForEverybody = (visibility: Visibility): boolean =>
  visibility === 'public' || visibility === 'unlisted';

/** The narrower of two audiences. */
export function narrower(one: Visibility, other: Visibility): Visibility {
  return visibilities[Math.max(visibilities.indexOf(one), visibilities.indexOf(other))] ?? 'direct';
}

const ends = String.raw`(?![\p{L}\p{M}\p{N}_@-]|\.[\p{L}\p{N}])`;
const label = String.raw`[\p{L}\p{M}\p{N}-]{1,63}`;
const elsewhere = String.raw`[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?@${label}(?:\.${label}){0,8}(?::\d{4,5})?${ends}`;
const here = String.raw`[a-z0-9_]{1,30}(?![\p{L}\p{N}_@]|\.[\p{L}\p{N}])`;
// Every part has its most: a text is read in one go, however long it is.
const handle = new RegExp(String.raw`(?<![\p{L}\p{N}_/.@-])@(${elsewhere}|${here})`, 'giu');
const hashtag = /(?<![\p{L}\p{N}_&/#])#([\p{L}\p{N}_\p{M}]{1,100})(?![\p{L}\p{N}_])/gu;

/** The handles that a text names, each once, lower case, in order; of other servers with their server's name. */
export function handlesIn(text: string, ownHost: string): string[] {
  const found = [...text.matchAll(handle)].map(([, typed = '']) => handleMeant(typed, ownHost));
  return [...new Set(found)].slice(0, mostMentions);
}

/** The handle that somebody typed after an @: `Anna`, `anna@this.place` and `anna` are one. */
export function handleMeant(typed: string, ownHost: string): string {
  const [name = '', host] = typed.split('@');
  if (host === undefined) return name.toLowerCase();
  return handleHere(`${name.toLowerCase()}@${asServer(host) ?? host}`, ownHost);
}

/** The hashtags of a text, each once: as it is looked up (lower case), and as it was written. A number alone is none. */
export function tagsIn(text: string): { tag: string; shown: string }[] {
  const tags = new Map<string, string>();
  for (const [, shown = ''] of text.matchAll(hashtag)) {
    const tag = tagOf(shown);
    if (/[\p{L}]/u.test(shown) && !tags.has(tag)) tags.set(tag, shown);
  }
  return [...tags].slice(0, mostTags).map(([tag, shown]) => ({ tag, shown }));
}

/** A hashtag as it is looked up. */
export function tagOf(shown: string): string {
  return shown.replace(/^#/, '').normalize('NFKC').toLowerCase();
}

/** The same patterns for what turns them into links. */
export const patterns = { handle, hashtag };
