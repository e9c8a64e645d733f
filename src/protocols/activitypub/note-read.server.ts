import { cut, fileUrlOf, instantOf, pageOf } from './actor-read.server.ts';
import { mostTags, textFromHtml } from './html-text.server.ts';
import { readPoll, type ReadPoll } from './poll-read.ts';
import { quoteOf } from './quote-read.ts';
import { isObject, listOf, textOf, typesOf, uriOf, urisOf, type Json } from './json.ts';
import { everybody } from '#domain/federation/addresses.ts';
import { longestAlt, mostMedia } from '#domain/posts/media-rules.ts';
import { longestNote } from '#domain/posts/rules.ts';
import { escapeHtml, maxHtmlBytes, sanitiseHtml } from '#platform/sanitise.server.ts';

/** What a document says that somebody wrote; people and what it answers are still addresses. */
export interface ReadNote {
  uri: string;
  page: string;
  authorUri: string;
  text: string;
  html: string;
  contentNote: string;
  sensitive: boolean;
  language: string | null;
  visibility: 'public' | 'unlisted' | 'followers' | 'direct';
  answers: string | null;
  /** What it quotes, and where the consent to that is said to stand. */
  quotes: string | null;
  quoteAuthorization: string | null;
  people: string[];
  tags: string[];
  files: ReadFile[];
  poll: ReadPoll | null;
  published: Date | undefined;
  /** The answer that a vote gives: a note without words that has a name. */
  vote: string | null;
}

/** A file that stands under it: where it is found, and what is said about it. */
export interface ReadFile {
  url: string;
  alt: string;
}

const written: ReadonlySet<string> = new Set([
  'Note',
  'Question',
  'Article',
  'Page',
  'Event',
  'Video',
  'Audio',
  'Image',
]);
const all = new Set([everybody, 'as:Public', 'Public']);
const fileTypes: ReadonlySet<string> = new Set(['Document', 'Image', 'Video', 'Audio']);
const longestText = 20_000;
/** What is left of that beside a title, or what is quoted; and of tags. */
const longestProse = 17_000;
const mostProseTags = mostTags - 10;
const mostPeople = 50;

/**
 * Reads a post of another server. Nothing when it is none. What has a title (Article, Page, Event, ...) becomes
 * its title, its summary and a link: it is read where it was written. Of HTML, nothing but prose stays.
 */
export function readNote(document: Json, followersUri: string | null): ReadNote | undefined {
  const [uri, authorUri] = [uriOf(document), uriOf(listOf(document['attributedTo'])[0])];
  const type = typesOf(document).find((one) => written.has(one));
  if (!uri || !authorUri || !type) return undefined;
  const page = pageOf(document['url'], uri);
  const quotes = quoteOf(document);
  const html = htmlOf(document, type, page) + quoteLink(document, quotes);
  const text = cut(textFromHtml(html), longestText);
  const titled = type !== 'Note' && type !== 'Question';
  const summary = cut(textFromHtml(textOf(document['summary']) ?? ''), longestNote);
  const contentNote = titled ? '' : summary;
  return {
    ...{ uri, page, authorUri, text, html, contentNote },
    sensitive: document['sensitive'] === true || contentNote !== '',
    language: languageOf(document),
    visibility: visibilityOf(document, followersUri),
    answers: uriOf(document['inReplyTo']) ?? null,
    ...{ quotes, quoteAuthorization: uriOf(document['quoteAuthorization']) ?? null },
    people: peopleOf(document),
    tags: tagsOf(document),
    files: filesOf(document),
    poll: type === 'Question' ? readPoll(document) : null,
    published: instantOf(document['published']),
    vote: type === 'Note' && text === '' ? (textOf(document['name']) ?? null) : null,
  };
}

function htmlOf(document: Json, type: string, page: string): string {
  const content = fitting(textOf(document['content']) ?? '');
  const title = textOf(document['name']);
  if (type === 'Note' || type === 'Question') return content;
  const link = `<p><a href="${escapeHtml(page)}">${escapeHtml(cut(title || page, 300))}</a></p>`;
  const summary = fitting(textOf(document['summary']) ?? '');
  return sanitiseHtml(link) + (summary || content);
}

/** What it quotes as a link, where its words do not lead there: whether it is shown as a quote is for others to say. */
function quoteLink({ content }: Json, quotes: string | null): string {
  const said = textOf(content) ?? '';
  if (!quotes || said.includes(quotes) || /class="[^"]*\bquote-inline\b/.test(said)) return '';
  const shown = escapeHtml(quotes);
  return sanitiseHtml(`<p>RE: <a href="${shown}">${shown}</a></p>`);
}

/**
 * Harmless HTML; of what is too long or too tangled, the words that can be had: nothing is shown that is not among the
 * words, by which it is judged.
 */
function fitting(html: string): string {
  try {
    const clean = sanitiseHtml(html);
    if (isReadWhole(clean)) return clean;
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
  }
  const words = cut(textFromHtml(html.slice(0, maxHtmlBytes)), longestProse);
  return words && `<p>${escapeHtml(words)}</p>`;
}

function isReadWhole(html: string): boolean {
  return html.split('<').length <= mostProseTags && textFromHtml(html).length <= longestProse;
}

function visibilityOf(document: Json, followersUri: string | null): ReadNote['visibility'] {
  const to = listOf(document['to']);
  const cc = listOf(document['cc']);
  if (to.some((one) => all.has(String(one)))) return 'public';
  if (cc.some((one) => all.has(String(one)))) return 'unlisted';
  return followersUri && [...to, ...cc].includes(followersUri) ? 'followers' : 'direct';
}

/** Whom it is sent to, and whom it names. */
function peopleOf(document: Json): string[] {
  const named = listOf(document['tag'])
    .filter((tag) => typesOf(tag).includes('Mention'))
    .map((tag) => (isObject(tag) ? uriOf(tag['href']) : undefined));
  const sent = [...urisOf(document['to']), ...urisOf(document['cc'])];
  const uris = [...sent, ...named].filter((uri) => uri !== undefined && !all.has(uri));
  return [...new Set(uris)].slice(0, mostPeople) as string[];
}

function tagsOf(document: Json): string[] {
  return listOf(document['tag'])
    .filter((tag) => typesOf(tag).includes('Hashtag'))
    .flatMap((tag) => (isObject(tag) ? (textOf(tag['name']) ?? []) : []))
    .map((name) => name.replace(/^#/, '').slice(0, 100));
}

function filesOf(document: Json): ReadFile[] {
  return listOf(document['attachment'])
    .filter((one) => typesOf(one).some((type) => fileTypes.has(type)))
    .flatMap((one) => {
      const url = fileUrlOf(one);
      const alt = isObject(one) ? (textOf(one['name']) ?? textOf(one['summary']) ?? '') : '';
      return url ? [{ url, alt: cut(alt, longestAlt) }] : [];
    })
    .slice(0, mostMedia);
}

function languageOf(document: Json): string | null {
  const map = document['contentMap'];
  const [only, ...others] = isObject(map) ? Object.keys(map) : [];
  if (!only || others.length > 0) return null;
  return /^[a-z]{2,3}(?=$|[-_])/i.exec(only)?.[0].toLowerCase() ?? null;
}
