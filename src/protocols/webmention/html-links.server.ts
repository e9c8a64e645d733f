import { Parser } from 'htmlparser2';

/** A tag of a page that may lead somewhere: `to` is where, whole. */
export interface Tag {
  name: string;
  rel: ReadonlySet<string>;
  /** Undefined where the page names no address, or none that is one. */
  to: URL | undefined;
}

/** No page that people read holds more tags or nests deeper; the parser's cost grows with both. */
const mostTags = 50_000;
const deepest = 256;
const chunk = 4096;

const addressIn: Readonly<Record<string, string>> = {
  ...{ a: 'href', area: 'href', link: 'href' },
  ...{ img: 'src', video: 'src', audio: 'src', source: 'src', iframe: 'src' },
  ...{ blockquote: 'cite', q: 'cite' },
};

/**
 * Meets every tag of a page that leads somewhere, in the order in which they stand. What is in comments,
 * scripts, boxes for text and templates, or only written out (`&lt;a`), is no tag. Reads a piece at a time, with
 * room for others between, until `meet` says that it has seen enough; false for a page that is like no page that
 * people read, where it stops. Relative addresses lead from the page, or from where its first `<base>` says.
 */
export async function meetLinks(
  { html, url }: { html: string; url: string },
  meet: (tag: Tag) => boolean,
): Promise<boolean> {
  const state = { tags: 0, depth: 0, hidden: 0, odd: false, over: false, base: url, based: false };
  const parser = new Parser({
    onopentag(name, attributes) {
      state.depth += 1;
      state.tags += 1;
      state.odd ||= state.tags > mostTags || state.depth > deepest;
      state.over ||= state.odd;
      if (name === 'template') state.hidden += 1;
      if (state.over || state.hidden > 0) return;
      if (name === 'base' && !state.based && attributes['href'] !== undefined) {
        state.based = true;
        state.base = URL.parse(attributes['href'], url)?.href ?? url;
      }
      const named = addressIn[name];
      if (!named) return;
      const said = attributes[named];
      const to = said === undefined ? null : URL.parse(said.trim(), state.base);
      const rel = new Set((attributes['rel'] ?? '').toLowerCase().split(/\s+/));
      state.over ||= meet({ name, rel, to: to ?? undefined });
    },
    onclosetag(name) {
      state.depth -= 1;
      if (name === 'template') state.hidden -= 1;
    },
  });
  for (let at = 0; at < html.length && !state.over; at += chunk) {
    parser.write(html.slice(at, at + chunk));
    await new Promise(setImmediate);
  }
  if (!state.over) parser.end();
  return !state.odd;
}
