import type { Span } from './finding.ts';

/** What is to stand in the text from one place to another. */
export interface Change {
  from: number;
  to: number;
  words: string;
}

/**
 * The change that makes one span vaguer: a capital stays a capital, and what is left out leaves no double space
 * or lonely comma. Look again afterwards: every other span has moved.
 */
export function changeFor(text: string, span: Pick<Span, 'from' | 'to' | 'vaguer'>): Change {
  const { from, to, vaguer } = span;
  const before = text.slice(0, from);
  const after = text.slice(to);
  const opens = /(^|[.!?\n]\s*)$/.test(before.slice(-3));
  const capital = opens && /^\p{Lu}/u.test(text.slice(from));
  if (vaguer !== '')
    return { from, to, words: capital ? vaguer.charAt(0).toUpperCase() + vaguer.slice(1) : vaguer };
  const hangs = before === '' || /[\s(]$/.test(before);
  const loose = hangs ? (/^[ ,]{1,3}/.exec(after)?.[0].length ?? 0) : 0;
  return { from, to: to + loose, words: '' };
}

/** The text with one span made vaguer, as `changeFor` says. */
export function makeVaguer(text: string, span: Pick<Span, 'from' | 'to' | 'vaguer'>): string {
  const { from, to, words } = changeFor(text, span);
  return text.slice(0, from) + words + text.slice(to);
}

/** Spans of an older text in a newer one: those before and after the change move along, those in it are gone. */
export function movedSpans<S extends { from: number; to: number }>(
  spans: readonly S[],
  older: string,
  newer: string,
): S[] {
  const least = Math.min(older.length, newer.length);
  let head = 0;
  while (head < least && older[head] === newer[head]) head++;
  let tail = 0;
  while (tail < least - head && older.at(-1 - tail) === newer.at(-1 - tail)) tail++;
  const by = newer.length - older.length;
  return spans.flatMap((span) => {
    if (span.to <= head) return [span];
    if (span.from < older.length - tail) return [];
    return [{ ...span, from: span.from + by, to: span.to + by }];
  });
}
