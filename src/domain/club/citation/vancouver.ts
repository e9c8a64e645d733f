import type { Author, Paper } from '../paper.ts';
import { headName, initialsOf, namesOf } from './names.ts';
import { ended, pagesOf, render, tidy, type Citation, type Part } from './parts.ts';

/**
 * Vancouver as the medical journals' committee recommends it (ICMJE; NLM, Citing Medicine): six
 * authors, then "et al."; no italics; the last page without the digits that it shares with the first.
 */
export function vancouver(paper: Paper): Citation {
  const sentences = [authorList(paper), tidy(paper.title), tidy(paper.journal)]
    .map(ended)
    .filter(Boolean);
  const issued = issueWords(paper);
  const parts: Part[] = [[...sentences, ...(issued ? [ended(issued)] : [])].join(' ')];
  if (paper.doi) parts.push(' doi:', { doi: tidy(paper.doi), bare: true });
  return render(parts);
}

function authorList(paper: Paper): string {
  const { authors, others } = namesOf(paper);
  const names = authors.slice(0, 6).map(nameOf);
  if (names.length === 0) return '';
  return [...names, ...(others || authors.length > 6 ? ['et al'] : [])].join(', ');
}

function nameOf(author: Author): string {
  const initials = initialsOf(author).join('').replaceAll('-', '').slice(0, 2);
  const suffix = tidy(author.suffix).replaceAll('.', '');
  return [headName(author), initials, suffix].filter(Boolean).join(' ');
}

function issueWords(paper: Paper): string {
  const [year, volume, issue] = [tidy(paper.year), tidy(paper.volume), tidy(paper.issue)];
  const number = `${volume}${issue && `(${issue})`}`;
  const pages = pageWords(paper);
  return `${[year, number].filter(Boolean).join(';')}${pages && `:${pages}`}`;
}

function pageWords(paper: Paper): string {
  const { from, to } = pagesOf(paper);
  if (!to) return from;
  if (!/^\d+$/.test(from + to) || from.length !== to.length) return `${from}-${to}`;
  const differs = [...to].findIndex((digit, index) => digit !== from[index]);
  return differs < 0 ? from : `${from}-${to.slice(differs)}`;
}
