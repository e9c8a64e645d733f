import type { Author, Paper } from '../paper.ts';
import { tidy } from './parts.ts';

/** "and others", as lists of authors end that somebody shortened before us. */
export function meansOthers(author: Author): boolean {
  return /^(et\.? ?al\.?|and others|others)$/i.test(tidy(author.literal ?? author.family));
}

/** The authors that have names, and whether the list said that there are more. */
export function namesOf(paper: Paper): { authors: Author[]; others: boolean } {
  const known = paper.authors.filter(({ family, literal }) => tidy(literal ?? family) !== '');
  const authors = known.filter((author) => !meansOthers(author));
  return { authors, others: authors.length < known.length };
}

/** The name that a list is sorted by: a family name, or an organisation's whole name. */
export function headName({ literal, family }: Author): string {
  return tidy(literal ?? family);
}

/**
 * The initials of given names: "Mark F" -> M, F; "Jean-Paul" -> J-P; "MF" -> M, F. Capitals of up to
 * three letters are initials already, as PubMed writes them.
 */
export function initialsOf({ literal, given }: Author): string[] {
  if (literal !== undefined) return [];
  return tidy(given)
    .split(/[\s.]+/u)
    .flatMap((name) => (/^\p{Lu}{2,3}$/u.test(name) ? [...name] : [initialOf(name)]))
    .filter((initial) => initial !== '');
}

function initialOf(name: string): string {
  const letters = name.split(/[-‐‑]/u).map((half) => /\p{L}/u.exec(half)?.[0].toUpperCase() ?? '');
  return letters.filter((letter) => letter !== '').join('-');
}
