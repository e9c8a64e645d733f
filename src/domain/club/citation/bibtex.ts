import type { Author, Paper } from '../paper.ts';
import { headName, namesOf } from './names.ts';
import { doiAddress, pagesOf, tidy } from './parts.ts';

/** Signs with a meaning to TeX. BibTeX counts every brace, escaped or not, so braces are spelt out. */
const spelt: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/**
 * A BibTeX record in UTF-8. The key (`ekpo2017doctoral`) comes from author, year and title alone and so
 * stays the same for ever; the title keeps its capitals by double braces.
 */
export function bibtex(paper: Paper): string {
  const { from, to } = pagesOf(paper);
  const fields: [string, string][] = [
    ['title', `{${safe(paper.title)}}`],
    ['author', authorList(paper)],
    ['journal', safe(paper.journal)],
    ['year', safe(paper.year)],
    ['volume', safe(paper.volume)],
    ['number', safe(paper.issue)],
    ['pages', safe(to ? `${from}--${to}` : from)],
    ['publisher', safe(paper.publisher)],
    ['doi', paper.doi ? verbatim(paper.doi) : ''],
    ['url', paper.doi ? verbatim(doiAddress(paper.doi)) : ''],
    ['pmid', safe(paper.pmid)],
  ];
  const lines = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name} = {${value}}`);
  const kind = paper.journal ? 'article' : 'misc';
  return `@${kind}{${keyOf(paper)},\n${lines.join(',\n')}\n}\n`;
}

function authorList(paper: Paper): string {
  const { authors, others } = namesOf(paper);
  return [...authors.map(nameOf), ...(others ? ['others'] : [])].join(' and ');
}

function nameOf(author: Author): string {
  if (author.literal !== undefined) return `{${safe(author.literal)}}`;
  const parts = [author.family, author.suffix, author.given].map(nameSafe).filter(Boolean);
  return parts.join(', ');
}

/** "and" and commas divide names; inside braces they are words again. */
function nameSafe(part: string | undefined): string {
  const value = safe(part);
  return /,|(^|\s)and(\s|$)|^others$/i.test(value) ? `{${value}}` : value;
}

function safe(value: string | number | undefined): string {
  return tidy(value)
    .replaceAll(/[\\{}~^]/g, (sign) => spelt[sign] ?? '')
    .replaceAll(/[&%$#_]/g, '\\$&');
}

/** DOI and address are read verbatim by BibTeX styles, so the few dangerous signs are percent-encoded. */
function verbatim(value: string): string {
  return tidy(value).replaceAll(/[^\w.\-/:;()+<>[\]%?=&,@!*']/gu, encodeURIComponent);
}

/** Words too small to name a paper by. */
const smallWords = new Set(
  ['a', 'an', 'and', 'are', 'do', 'does', 'for', 'from', 'how', 'in', 'is', 'of'].concat([
    'on',
    'or',
    'the',
    'to',
    'what',
    'why',
    'with',
  ]),
);

function keyOf(paper: Paper): string {
  const [first] = namesOf(paper).authors;
  const words = tidy(paper.title)
    .split(/[^\p{L}\p{N}]+/u)
    .map(ascii);
  const word = words.find((one) => one !== '' && !smallWords.has(one)) ?? '';
  const key = `${first ? ascii(headName(first)) : ''}${ascii(tidy(paper.year))}${word}`;
  return key || `paper${ascii(tidy(paper.doi))}`;
}

function ascii(value: string): string {
  return value
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 40);
}
