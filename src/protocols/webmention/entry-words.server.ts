import { mf2 } from 'microformats-parser';
import { pageAddress, type MentionKind, type MentionWords } from '#domain/mentions/rules.ts';

type Root = ReturnType<typeof mf2>['items'][number];
type Value = Root['properties'][string][number];

/** What an entry says in microformats, and whether it names the target as what it is about. */
export type EntryWords = Pick<MentionWords, 'kind' | 'excerpt' | 'written'> &
  Partial<Pick<MentionWords, 'title' | 'author'>> & { answers: boolean };

/** Which property says what an entry does with another page; the first that does counts. */
const doings: readonly [property: string, kind: MentionKind][] = [
  ['in-reply-to', 'reply'],
  ['repost-of', 'repost'],
  ['like-of', 'like'],
  ['favorite-of', 'like'],
  ['bookmark-of', 'mention'],
];

/**
 * The entry of a page that is about `target`, else the first one; undefined where the page has none. The parser
 * builds the page's whole tree: call it where nobody waits. Source: https://microformats.org/wiki/h-entry
 */
export function entryWords(page: {
  html: string;
  url: string;
  target: string;
}): EntryWords | undefined {
  const { items } = mf2(page.html, { baseUrl: page.url });
  const entries = allRoots(items).filter(({ type }) => type?.includes('h-entry'));
  const entry = entries.find((one) => doingOf(one, page.target)) ?? entries[0];
  if (!entry) return undefined;
  const doing = doingOf(entry, page.target);
  const content = textIn(entry, 'content') || textIn(entry, 'summary');
  const title = textIn(entry, 'name');
  const author = textIn(entry, 'author') || nameOfCard(items);
  return {
    kind: doing ?? 'mention',
    answers: doing !== undefined,
    excerpt: content,
    written: dateIn(entry),
    // A note without a title has its whole text as its name: saying it twice says no more.
    ...(title && !content.startsWith(title.slice(0, 40)) && { title }),
    ...(author && { author }),
  };
}

function allRoots(items: readonly Root[]): Root[] {
  return items.flatMap((item) => [item, ...allRoots(item.children ?? [])]);
}

function doingOf(entry: Root, target: string): MentionKind | undefined {
  const named = (value: Value) =>
    addressesIn(value).some((address) => URL.canParse(address) && pageAddress(address) === target);
  return doings.find(([property]) => entry.properties[property]?.some(named))?.[1];
}

/** An address alone, or a citation that has some. */
function addressesIn(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (!('properties' in value)) return 'value' in value && value.value ? [value.value] : [];
  return (value.properties['url'] ?? []).filter((url) => typeof url === 'string');
}

function textIn(entry: Root, property: string): string {
  return textOf(entry.properties[property]?.[0]);
}

function textOf(value: Value | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  if ('properties' in value) return textIn(value, 'name');
  return value.value ?? '';
}

function nameOfCard(items: readonly Root[]): string {
  const card = items.find(({ type }) => type?.includes('h-card'));
  return card ? textIn(card, 'name') : '';
}

function dateIn(entry: Root): Date | null {
  const date = new Date(textIn(entry, 'published') || NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
