/** What a page elsewhere does with ours; what says nothing of it only mentions it. */
export const kinds = ['reply', 'like', 'repost', 'mention'] as const;
export type MentionKind = (typeof kinds)[number];

/** Which page of a month is meant. */
export const pages = ['month', 'guestPost'] as const;
export type MentionedPage = (typeof pages)[number];

/** How we were told. */
export const protocols = ['webmention', 'pingback'] as const;
export type MentionProtocol = (typeof protocols)[number];

/** The most that is kept of a page elsewhere, in characters as a reader counts them; of addresses in bytes, shorter where two stand together. */
export const longest = { title: 160, author: 80, excerpt: 280, address: 2000, told: 1000 } as const;

/** A few plain words of a page elsewhere; never its HTML, never its pictures. */
export interface MentionWords {
  kind: MentionKind;
  title: string;
  author: string;
  excerpt: string;
  /** When it says that it was written. */
  written: Date | null;
}

/** A web address as it is kept: http or https, no name and password in it, not too long. */
export function webAddress(text: unknown): URL | undefined {
  const url = typeof text === 'string' && text.length <= longest.address ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return url.href.length <= longest.address ? url : undefined;
}

/** The same address without what follows a `#`: the place on a page does not make it another page. */
export function pageAddress(address: string | URL): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
