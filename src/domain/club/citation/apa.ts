import type { Author, Paper } from '../paper.ts';
import { headName, initialsOf, namesOf } from './names.ts';
import { ended, pagesOf, render, tidy, type Citation, type Part } from './parts.ts';

/**
 * APA, seventh edition (apastyle.apa.org, reference list): up to twenty authors; of more, the first
 * nineteen, an ellipsis and the last. The title's capitals stay as given: no machine knows a name.
 */
export function apa(paper: Paper): Citation {
  const authors = authorList(paper);
  const date = ` (${tidy(paper.year) || 'n.d.'}). `;
  const title = tidy(paper.title);
  const head: Part[] = authors ? [authors, date, `${ended(title)} `] : [ended(title), date];
  return render([...head, ...source(paper)]);
}

function authorList(paper: Paper): string {
  const { authors, others } = namesOf(paper);
  const names = authors.map(nameOf);
  if (others) return names.length > 0 ? ended(`${names.slice(0, 19).join(', ')}, et al`) : '';
  if (names.length > 20) return ended(`${names.slice(0, 19).join(', ')}, . . . ${names.at(-1)}`);
  if (names.length < 2) return ended(names.join(''));
  return ended(`${names.slice(0, -1).join(', ')}, & ${names.at(-1)}`);
}

function nameOf(author: Author): string {
  const initials = initialsOf(author).map((initial) => `${initial.replaceAll('-', '.-')}.`);
  return [headName(author), initials.join(' '), tidy(author.suffix)].filter(Boolean).join(', ');
}

function source(paper: Paper): Part[] {
  const journal = tidy(paper.journal) || tidy(paper.publisher);
  const [volume, issue, pages] = [tidy(paper.volume), tidy(paper.issue), pageWords(paper)];
  const parts: Part[] = [{ italic: journal }];
  if (volume) parts.push(journal && ', ', { italic: volume });
  if (issue) parts.push(volume ? `(${issue})` : `, (${issue})`);
  if (pages) parts.push(', ', pages);
  const found = journal || volume || issue || pages ? [...parts, '. '] : [];
  return paper.doi ? [...found, { doi: tidy(paper.doi) }] : found;
}

function pageWords(paper: Paper): string {
  const { from, to } = pagesOf(paper);
  if (to) return `${from}–${to}`;
  return /^[a-z]/i.test(from) ? `Article ${from}` : from;
}
