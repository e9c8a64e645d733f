import type { Paper } from '../paper.ts';

/** A reference as plain text and as HTML that is safe to place in a page. */
export type Citation = { text: string; html: string };

/** A stretch of a reference; a DOI is shown as an address, or bare. */
export type Part = string | { italic: string } | { doi: string; bare?: true };

/** Puts stretches together; the empty ones leave no trace. */
export function render(parts: readonly Part[]): Citation {
  return { text: parts.map(textOf).join('').trim(), html: parts.map(htmlOf).join('').trim() };
}

/** A text for machines, shown as it is. */
export function plain(text: string): Citation {
  return { text, html: escape(text) };
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  if ('italic' in part) return part.italic;
  return part.bare ? part.doi : `https://doi.org/${part.doi}`;
}

function htmlOf(part: Part): string {
  if (typeof part === 'string') return escape(part);
  if ('italic' in part) return part.italic && `<i>${escape(part.italic)}</i>`;
  return `<a href="${escape(doiAddress(part.doi))}">${escape(textOf(part))}</a>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** Where a DOI is found; signs that would end or change an address are encoded. */
export function doiAddress(doi: string): string {
  return `https://doi.org/${encodeURIComponent(tidy(doi)).replaceAll('%2F', '/')}`;
}

/** One line without control characters: nothing typed or fetched can begin a line of its own. */
export function tidy(value: string | number | undefined): string {
  return String(value ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** A sentence ends once, also when its own last sign ends it. */
export function ended(sentence: string): string {
  return sentence === '' || /[.?!…]["'”’)\]]?$/u.test(sentence) ? sentence : `${sentence}.`;
}

/** First and last page. `to` is missing for one page and for article numbers such as `e12345`. */
export function pagesOf(paper: Paper): { from: string; to?: string } {
  const [from = '', to = ''] = tidy(paper.pages).split(/\s*[-‐‑–—]+\s*/u);
  return to ? { from, to } : { from };
}
