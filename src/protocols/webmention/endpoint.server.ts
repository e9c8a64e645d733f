import { meetLinks } from './html-links.server.ts';
import { linksWith } from './link-header.ts';
import { textOf, typeOf } from './page-text.server.ts';
import { webAddress } from '#domain/mentions/rules.ts';
import type { Fetched, Fetcher } from '#platform/fetch.server.ts';

/** Where a page wants to be told that somebody leads to it. */
export interface Endpoint {
  protocol: 'webmention' | 'pingback';
  url: string;
}

const options = {
  accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
  deadlineMs: 10_000,
  maxBytes: 1024 * 1024,
};

/**
 * Asks a page where it takes mentions: a webmention's endpoint by its `Link` header, else by the first `<link>`
 * or `<a>` with `rel=webmention`; else a pingback's by `X-Pingback`, else by the first `<link rel=pingback>`.
 * `none` when it takes neither, `unreached` when it may answer another time.
 * Source: https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint
 */
export async function findEndpoint(
  fetcher: Fetcher,
  target: string,
): Promise<Endpoint | 'none' | 'unreached'> {
  const page = await fetcher.get(target, options);
  if ('refused' in page)
    return page.refused === 'network' || page.refused === 'tooSlow' ? 'unreached' : 'none';
  if (page.status === 429 || page.status >= 500) return 'unreached';
  if (page.status < 200 || page.status > 299) return 'none';
  const [named] = linksWith(page.headers['link'] ?? '', 'webmention');
  if (named !== undefined) return endpoint('webmention', named, page.url) ?? 'none';
  const { webmention, pingback } = await inHtml(page);
  if (webmention !== undefined) return endpoint('webmention', webmention, page.url) ?? 'none';
  const ping = page.headers['x-pingback'] ?? pingback;
  return (ping !== undefined && endpoint('pingback', ping, page.url)) || 'none';
}

function endpoint(
  protocol: Endpoint['protocol'],
  address: string,
  page: string,
): Endpoint | undefined {
  const url = webAddress(URL.parse(address, page)?.href);
  return url && { protocol, url: url.href };
}

/** What a page's HTML names, the first of each; a link without an address names nothing. */
async function inHtml(page: Fetched): Promise<{ webmention?: string; pingback?: string }> {
  const sent = { contentType: page.headers['content-type'] ?? '', body: page.body };
  if (!/^(?:text\/html|application\/xhtml\+xml)$/.test(typeOf(sent))) return {};
  const found: { webmention?: string; pingback?: string } = {};
  await meetLinks({ html: textOf(sent), url: page.url }, ({ name, rel, to }) => {
    if (!to) return false;
    if (rel.has('webmention') && (name === 'link' || name === 'a')) found.webmention ??= to.href;
    if (rel.has('pingback') && name === 'link') found.pingback ??= to.href;
    return found.webmention !== undefined;
  });
  return found;
}
