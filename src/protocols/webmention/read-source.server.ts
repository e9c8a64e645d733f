import { Parser } from 'htmlparser2';
import { meetLinks } from './html-links.server.ts';
import { entryWords } from './entry-words.server.ts';
import { textOf, typeOf, type SentPage } from './page-text.server.ts';
import { longest, pageAddress, type MentionWords } from '#domain/mentions/rules.ts';
import { shortLine } from '#platform/text.server.ts';

/** A page elsewhere as it was sent, where it was found in the end, and the page of ours that it should name. */
export interface Source extends SentPage {
  url: string;
  target: string;
}

/**
 * What a page elsewhere says of itself, if it really leads to `target`: by a link, a picture or a quotation in
 * HTML, by a value in JSON, by the address itself in plain text. Undefined when it does not, or is something
 * else. Only plain words come back. Source: https://www.w3.org/TR/webmention/#webmention-verification
 */
export async function readSource(source: Source): Promise<MentionWords | undefined> {
  const type = typeOf(source);
  const text = textOf(source);
  if (type === 'text/html' || type === 'application/xhtml+xml') return fromHtml(source, text);
  const named =
    type === 'application/json' ? namedInJson(text, source.target) : text.includes(source.target);
  return named && (type === 'application/json' || type === 'text/plain')
    ? wordsOf(source, {})
    : undefined;
}

async function fromHtml(source: Source, html: string): Promise<MentionWords | undefined> {
  const { url } = source;
  const target = pageAddress(source.target);
  let linked = false;
  const readable = await meetLinks({ html, url }, ({ name, to }) => {
    linked ||= name !== 'link' && to !== undefined && pageAddress(to) === target;
    return false;
  });
  // What is made to keep a parser busy is given to no other one.
  if (!readable) return undefined;
  const entry = entryWords({ html, url, target });
  // A reply that a machine alone reads (`<data class="u-in-reply-to">`) leads here as well.
  if (!linked && !entry?.answers) return undefined;
  return wordsOf(source, { title: titleIn(html), ...entry });
}

function wordsOf({ url }: Source, found: Partial<MentionWords>): MentionWords {
  const { host } = new URL(url);
  const { kind = 'mention', title = '', author = '', excerpt = '', written = null } = found;
  return {
    kind,
    title: shortLine(title, longest.title) || host,
    author: shortLine(author, longest.author) || host,
    excerpt: shortLine(excerpt, longest.excerpt),
    written,
  };
}

function titleIn(html: string): string {
  let title: string | undefined;
  let over = false;
  const parser = new Parser({
    onopentag: (name) => void (title ??= name === 'title' && !over ? '' : undefined),
    ontext: (text) => void (title !== undefined && !over && (title += text)),
    onclosetag: (name) => void (over ||= name === 'title'),
  });
  parser.end(html.slice(0, 64 * 1024));
  return title ?? '';
}

function namedInJson(text: string, target: string): boolean {
  let found = false;
  try {
    JSON.parse(text, (_, value: unknown) => void (found ||= value === target));
  } catch {
    return false;
  }
  return found;
}
