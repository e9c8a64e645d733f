import type { Mention } from './mentions.server.ts';
import type { MentionKind, MentionedPage } from './rules.ts';

/** A page elsewhere, in words. */
export interface ShownMention {
  id: string;
  source: string;
  /** Where it really is, whatever it calls itself. */
  host: string;
  does: string;
  title: string;
  author: string;
  excerpt: string;
  written: { at: string; words: string } | null;
}

/** What a page elsewhere does, after its author's name. */
const doing: Readonly<Record<MentionKind, string>> = {
  reply: 'answers',
  like: 'likes this',
  repost: 'passes this on',
  mention: 'speaks of this',
};

/** What hosts call the page that is led to. */
export const pageNames: Readonly<Record<MentionedPage, string>> = {
  month: 'the month',
  guestPost: 'the guest post',
};

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** Makes pages elsewhere ready to be read. */
export function shownMention(mention: Mention): ShownMention {
  const { id, source, kind, title, author, excerpt, written } = mention;
  const at = written && { at: written.toISOString(), words: days.format(written) };
  const { host } = new URL(source);
  return { id, source, host, does: doing[kind], title, author, excerpt, written: at };
}

/** How a page says where it takes mentions: headers for programs that read no HTML. */
export function mentionHeaders(origin: string): Record<string, string> {
  return {
    link: `<${origin}/webmention>; rel="webmention"`,
    'x-pingback': `${origin}/pingback`,
  };
}
