/** One thing to read. `id` is an absolute URL that never changes; `html` is already sanitised. */
export type FeedItem = {
  id: string;
  title: string;
  url: string;
  published: Date;
  updated: Date;
  html: string;
  author?: string;
};

/** A club's feed. `url` is the page that people read, `feedUrl` the feed itself; all absolute. */
export type Feed = {
  id: string;
  title: string;
  description: string;
  url: string;
  feedUrl: string;
  updated: Date;
  items: readonly FeedItem[];
};

/**
 * The feed as RSS 2.0. Titles are plain text, escaped once, and characters that XML forbids are
 * dropped, so that no title can break the feed of everybody else. Throws on an address that is not
 * absolute http(s). Written here because the ready-made writer declares plain titles to be HTML and
 * lets control characters through.
 */
export function rssOf(feed: Feed): string {
  return `${head}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
${element('title', feed.title)}
${element('link', address(feed.url))}
${element('description', feed.description)}
${element('lastBuildDate', feed.updated.toUTCString())}
<atom:link href="${xml(address(feed.feedUrl))}" rel="self" type="application/rss+xml"/>
${feed.items.map(rssItem).join('\n')}
</channel>
</rss>
`;
}

function rssItem(item: FeedItem): string {
  return `<item>
${element('title', item.title)}
${element('link', address(item.url))}
<guid isPermaLink="${item.id === item.url}">${xml(address(item.id))}</guid>
${element('pubDate', item.published.toUTCString())}
${item.author ? element('dc:creator', item.author) : ''}
${element('content:encoded', item.html)}
</item>`;
}

/** The feed as Atom (RFC 4287); the same promises as {@link rssOf}. */
export function atomOf(feed: Feed): string {
  return `${head}
<feed xmlns="http://www.w3.org/2005/Atom">
${element('id', address(feed.id))}
${element('title', feed.title)}
${element('subtitle', feed.description)}
${element('updated', feed.updated.toISOString())}
<link rel="alternate" type="text/html" href="${xml(address(feed.url))}"/>
<link rel="self" type="application/atom+xml" href="${xml(address(feed.feedUrl))}"/>
<author>${element('name', feed.title)}</author>
${feed.items.map(atomEntry).join('\n')}
</feed>
`;
}

function atomEntry(item: FeedItem): string {
  return `<entry>
${element('id', address(item.id))}
${element('title', item.title)}
<link rel="alternate" type="text/html" href="${xml(address(item.url))}"/>
${element('published', item.published.toISOString())}
${element('updated', item.updated.toISOString())}
${item.author ? `<author>${element('name', item.author)}</author>` : ''}
<content type="html">${xml(item.html)}</content>
</entry>`;
}

const head = '<?xml version="1.0" encoding="utf-8"?>';

function element(name: string, value: string): string {
  return `<${name}>${xml(value)}</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes for content and attributes alike; drops what XML 1.0 forbids (section 2.2, Char). */
function xml(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
    .replaceAll('\r', '&#13;');
}

function address(url: string): string {
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error('A feed links to the web only');
  return href;
}
