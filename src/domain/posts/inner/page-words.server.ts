import { Parser } from 'htmlparser2';
import { shortLine } from '#platform/text.server.ts';

/** What a page says of itself, cut to what a card shows. */
export interface PageWords {
  title: string;
  description: string;
  provider: string;
  author: string;
  language: string | null;
  published: Date | null;
  image: string | null;
  imageAlt: string;
}

/** A page that was read; `url` is where it was found in the end. */
export interface ReadPage {
  url: string;
  contentType: string;
  body: Buffer;
}

/** No head that people write holds more or says more; the parser's cost grows with nesting, too. */
const mostTags = 5000;
const longest = { title: 200, description: 500, provider: 80, author: 100, alt: 500 } as const;
const longestAddress = 2000;
const chunk = 4 * 1024;

/**
 * Reads a page's head: OpenGraph, else what stands there for search engines. A piece at a time, with room for
 * others between, and only to the end of the head. Undefined for a page that does not say what it is.
 * Source: https://ogp.me/
 */
export async function readPageWords(page: ReadPage): Promise<PageWords | undefined> {
  const said = await readHead(textOf(page));
  const first = (...names: string[]) => names.map((name) => said.get(name)).find(Boolean) ?? '';
  const title = shortLine(first('og:title', 'twitter:title', 'title'), longest.title);
  if (!title) return undefined;
  const author = first('author', 'article:author');
  return {
    title,
    description: shortLine(
      first('og:description', 'twitter:description', 'description'),
      longest.description,
    ),
    provider: shortLine(first('og:site_name', 'application-name'), longest.provider),
    author: /^https?:/i.test(author) ? '' : shortLine(author, longest.author),
    language: /^[a-z]{2,3}(?=$|[-_])/i.exec(first('lang'))?.[0].toLowerCase() ?? null,
    published: dateOf(first('article:published_time')),
    image: addressOf(
      first('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image'),
      page.url,
    ),
    imageAlt: shortLine(first('og:image:alt', 'twitter:image:alt'), longest.alt),
  };
}

/** What the head says by name; the first of a name counts. */
async function readHead(html: string): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  const say = (name: string, text: string | undefined) => {
    if (text && !said.has(name)) said.set(name, text.slice(0, longestAddress));
  };
  let tags = 0;
  let over = false;
  let title: string | undefined;
  const parser = new Parser({
    onopentag(name, { property, name: named, content, lang }) {
      over ||= ++tags > mostTags || name === 'body';
      if (over) return;
      if (name === 'html') say('lang', lang);
      if (name === 'title') title ??= '';
      if (name === 'meta') say((property ?? named ?? '').toLowerCase(), content);
    },
    ontext(text) {
      if (title !== undefined && title.length < longestAddress) title += text;
    },
    onclosetag(name) {
      if (name === 'title' && title !== undefined) say('title', title);
      over ||= name === 'head';
    },
  });
  for (let at = 0; at < html.length && !over; at += chunk) {
    parser.write(html.slice(at, at + chunk));
    await new Promise(setImmediate);
  }
  return said;
}

/** By what the answer says, else what the first kilobyte says, else UTF-8. */
function textOf({ contentType, body }: ReadPage): string {
  const inHead = /<meta[^>]{0,200}charset=["']?([\w-]{1,40})/i;
  const label =
    /charset="?([\w-]{1,40})/i.exec(contentType)?.[1] ??
    inHead.exec(body.toString('latin1', 0, 1024))?.[1] ??
    'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function dateOf(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

function addressOf(text: string, from: string): string | null {
  const url = text ? URL.parse(text, from) : null;
  return url && /^https?:$/.test(url.protocol) && url.href.length < longestAddress
    ? url.href
    : null;
}
