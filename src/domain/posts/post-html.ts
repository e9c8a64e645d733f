import { handleMeant, patterns, tagOf } from './rules.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

/**
 * A post's text as HTML: what `htmlFromPlainText` makes of it, with people (those of `handles`, who exist)
 * and hashtags as links into this place: also who lives elsewhere has a page here. The classes are those that apps know.
 */
export function postHtml(origin: string, text: string, handles: readonly string[]): string {
  const known = new Set(handles);
  return htmlFromPlainText(text)
    .split(/(<a [^>]*>.*?<\/a>|<[^>]+>)/)
    .map((part) => (part.startsWith('<') ? part : linked(origin, part, known)))
    .join('');
}

function linked(origin: string, words: string, known: ReadonlySet<string>): string {
  return words
    .replace(patterns.hashtag, (typed: string, shown: string) =>
      /[\p{L}]/u.test(shown) ? tagLink(origin, shown) : typed,
    )
    .replace(patterns.handle, (typed: string, name: string) => {
      const handle = handleMeant(name, new URL(origin).host);
      return known.has(handle) ? personLink(origin, handle) : typed;
    });
}

function tagLink(origin: string, shown: string): string {
  const address = `${origin}/tags/${encodeURIComponent(tagOf(shown))}`;
  return `<a href="${escapeHtml(address)}" class="mention hashtag" rel="tag">#<span>${shown}</span></a>`;
}

function personLink(origin: string, handle: string): string {
  const address = escapeHtml(`${origin}/@${handle}`);
  return `<span class="h-card"><a href="${address}" class="u-url mention">@<span>${handle}</span></a></span>`;
}
