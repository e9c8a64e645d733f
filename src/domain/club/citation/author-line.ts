import type { Author } from '../paper.ts';
import { tidy } from './parts.ts';

const suffixes = /^(jr|sr|ii|iii|iv|2nd|3rd)\.?$/i;

/**
 * One author as people type one: "Ekpo E" and "van der Berg JP Jr" (PubMed's way), or "Ekpo, Ernest".
 * What is not clearly a person's name, an organisation or "et al.", is kept word for word as
 * `literal`: a name is never guessed apart.
 */
export function parseAuthorLine(line: string): Author {
  const name = tidy(line);
  return byComma(name) ?? byInitials(name) ?? asItIs(name);
}

/** Several authors in one field: divided by semicolons or lines, or by commas in PubMed's way. */
export function parseAuthorList(text: string): Author[] {
  const parts = /[;\n]/.test(text) ? text.split(/[;\n]+/) : byCommas(text);
  return parts.map(tidy).filter(Boolean).map(parseAuthorLine);
}

function byCommas(text: string): string[] {
  const parts = text.split(',').map(tidy).filter(Boolean);
  const names = parts.every((part) => byInitials(part) ?? /^et\.? ?al\.?$/i.test(part));
  return names ? parts : [text];
}

function byComma(name: string): Author | undefined {
  const [family = '', given = '', suffix, more] = name.split(',').map(tidy);
  if (!family || !given || more !== undefined) return undefined;
  return { family, given, ...(suffix ? { suffix } : {}) };
}

function byInitials(name: string): Author | undefined {
  const words = name.split(' ');
  const suffix = words.length > 2 && suffixes.test(words.at(-1) ?? '') ? words.pop() : undefined;
  const initials = words.pop() ?? '';
  if (words.length === 0 || !/^(\p{Lu}\.?-?){1,4}$/u.test(initials)) return undefined;
  const given = initials
    .replaceAll(/\.?(\p{Lu})\.?/gu, '$1 ')
    .replaceAll(' -', '-')
    .trim();
  return { family: words.join(' '), given, ...(suffix ? { suffix } : {}) };
}

function asItIs(name: string): Author {
  return / |^$/.test(name) ? { family: '', literal: name } : { family: name };
}
