import { Parser } from 'htmlparser2';

/** Where a link back has to lead: a profile of this place. */
export interface Profile {
  origin: string;
  handle: string;
}

/** A page that was read; `url` is where it was found in the end. */
export interface ReadPage {
  url: string;
  html: string;
}

/** How a page leads to a profile: with `rel=me`, by any other link, or not at all. */
export type BackLink = 'me' | 'plain' | 'none';

/** No page that people read nests deeper; the parser's cost grows with the depth times the length. */
const deepest = 256;
const chunk = 4096;

/**
 * Whether a page leads to a profile. Links that the page itself marks as written by others
 * (`rel=ugc`, in comments and forums) do not count, nor does anything in scripts, comments or boxes for
 * text. Reading stops where the nesting is like no page's; what came before counts.
 */
export function backLinkIn(page: ReadPage, profile: Profile): BackLink {
  let found: BackLink = 'none';
  readLinks(page.html, ({ href, rel }) => {
    if (rel.has('ugc') || !leadsTo(href, page.url, profile)) return;
    if (rel.has('me')) found = 'me';
    else if (found === 'none') found = 'plain';
  });
  return found;
}

interface PageLink {
  href: string;
  rel: ReadonlySet<string>;
}

const linking: ReadonlySet<string> = new Set(['a', 'area', 'link']);

function readLinks(html: string, meet: (link: PageLink) => void): void {
  let depth = 0;
  let tooDeep = false;
  const parser = new Parser({
    onopentag(name, { href, rel = '' }) {
      depth += 1;
      tooDeep ||= depth > deepest;
      if (tooDeep || href === undefined || !linking.has(name)) return;
      meet({ href, rel: new Set(rel.toLowerCase().split(/\s+/)) });
    },
    onclosetag: () => void (depth -= 1),
  });
  for (let at = 0; at < html.length && !tooDeep; at += chunk)
    parser.write(html.slice(at, at + chunk));
  if (!tooDeep) parser.end();
}

function leadsTo(href: string, from: string, { origin, handle }: Profile): boolean {
  const url = URL.parse(href, from);
  return url?.origin === origin && plainPath(url.pathname) === `/@${handle}`;
}

/** Addresses are copied with a slash at the end, with `%40` for the at sign, and in capital letters. */
function plainPath(path: string): string {
  return path
    .replace(/^\/%40/i, '/@')
    .replace(/\/$/, '')
    .toLowerCase();
}
