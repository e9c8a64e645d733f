import type { Author, Paper } from '../paper.ts';
import { namesOf } from './names.ts';
import { doiAddress, tidy } from './parts.ts';

/** CSL-JSON (citationstyles.org), a list of one, as reference managers import it. */
export function cslJson(paper: Paper): string {
  const year = Number(tidy(paper.year));
  const item = {
    id: paper.doi ?? (paper.pmid ? `pmid:${paper.pmid}` : tidy(paper.title)),
    type: paper.journal ? 'article-journal' : 'document',
    title: tidy(paper.title),
    author: namesOf(paper).authors.map(nameOf),
    'container-title': wordsOr(paper.journal),
    issued: Number.isInteger(year) && year > 0 ? { 'date-parts': [[year]] } : undefined,
    volume: wordsOr(paper.volume),
    issue: wordsOr(paper.issue),
    page: wordsOr(paper.pages),
    publisher: wordsOr(paper.publisher),
    abstract: wordsOr(paper.abstract?.join(' ')),
    DOI: wordsOr(paper.doi),
    PMID: wordsOr(paper.pmid),
    URL: paper.doi ? doiAddress(paper.doi) : undefined,
  };
  return `${JSON.stringify([item], undefined, 2)}\n`;
}

function nameOf({ literal, family, given, suffix }: Author) {
  if (literal !== undefined) return { literal: tidy(literal) };
  return { family: tidy(family), given: wordsOr(given), suffix: wordsOr(suffix) };
}

/** What is not known is left out of the JSON. */
function wordsOr(value: string | number | undefined): string | undefined {
  return tidy(value) || undefined;
}
