import type { Author, Paper } from '../paper.ts';
import { headName, namesOf } from './names.ts';
import { doiAddress, pagesOf, tidy } from './parts.ts';

/** A RIS record: one field a line, however long; CRLF lines, as the older programs insist. */
export function ris(paper: Paper): string {
  const { from, to } = pagesOf(paper);
  const fields: [string, string | number | undefined][] = [
    ['TY', paper.journal ? 'JOUR' : 'GEN'],
    ...namesOf(paper).authors.map((author): [string, string] => ['AU', nameOf(author)]),
    ['TI', paper.title],
    ['T2', paper.journal],
    ['PY', paper.year],
    ['VL', paper.volume],
    ['IS', paper.issue],
    ['SP', from],
    ['EP', to],
    ['PB', paper.publisher],
    ['AB', paper.abstract?.join(' ')],
    ['DO', paper.doi],
    ['AN', paper.pmid],
    ['UR', paper.doi && doiAddress(paper.doi)],
  ];
  const lines = fields
    .map(([tag, value]) => [tag, tidy(value)] as const)
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => `${tag}  - ${value}`);
  return [...lines, 'ER  - ', ''].join('\r\n');
}

function nameOf(author: Author): string {
  if (author.literal !== undefined) return headName(author);
  return [headName(author), tidy(author.given), tidy(author.suffix)].filter(Boolean).join(', ');
}
