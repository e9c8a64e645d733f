import type { Span } from './finding.ts';

/**
 * The text with one span made vaguer: a capital stays a capital, and what is left out leaves no double space or
 * lonely comma. Look again afterwards: every other span has moved.
 */
export function makeVaguer(text: string, span: Pick<Span, 'from' | 'to' | 'vaguer'>): string {
  const before = text.slice(0, span.from);
  const after = text.slice(span.to);
  const capital =
    /^\p{Lu}/u.test(text.slice(span.from)) && /(^|[.!?\n]\s*)$/.test(before.slice(-3));
  const words = capital ? span.vaguer.charAt(0).toUpperCase() + span.vaguer.slice(1) : span.vaguer;
  if (words !== '') return before + words + after;
  const joined = /[\s(]$/.test(before) || before === '' ? after.replace(/^[ ,]{1,3}/, '') : after;
  return before + joined;
}
