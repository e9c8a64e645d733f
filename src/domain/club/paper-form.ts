import { z } from 'zod';
import { parseAuthorList } from './citation/author-line.ts';
import { calmText, isSound, unsoundWords } from './form-text.ts';
import type { MonthPaper } from './months.server.ts';
import { parseDoi, parsePmid, type Author, type Paper } from './paper.ts';

const line = (longest: number) =>
  z
    .string()
    .default('')
    .transform((value) => value.replaceAll(/\s+/g, ' ').trim())
    .refine((value) => value.length <= longest, `Please use ${longest} characters or fewer.`)
    .refine(isSound, unsoundWords)
    .transform(calmText);
const lines = (longest: number) =>
  z
    .string()
    .default('')
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .refine((value) => value.length <= longest, `Please use ${longest} characters or fewer.`)
    .refine(isSound, unsoundWords)
    .transform(calmText);

const paperFieldsForm = z.object({
  title: line(1_000).refine((value) => value !== '', 'Give the title of the paper.'),
  authors: lines(20_000).refine(
    (value) => value.split('\n').length <= 500,
    'Please name 500 people at most.',
  ),
  journal: line(500),
  year: line(4).refine(
    (value) => /^(1[5-9]\d\d|2[01]\d\d)?$/.test(value),
    'Give the year, such as 2018.',
  ),
  volume: line(50),
  issue: line(50),
  pages: line(50),
  publisher: line(300),
  doi: line(300).refine(
    (value) => !value || parseDoi(value) !== undefined,
    'This is not a DOI. It looks like 10.1002/jmrs.230.',
  ),
  pmid: line(100).refine(
    (value) => !value || parsePmid(value) !== undefined,
    'This is not a PubMed number.',
  ),
  abstract: lines(20_000),
  openAccessUrl: line(1_000).refine(
    (value) => !value || isWebAddress(value),
    'Give a web address, beginning with https://',
  ),
  licence: line(300),
  source: z.enum(['crossref', 'pubmed', 'hand']).catch('hand'),
  note: line(1_000),
});

/**
 * A paper as a form sends it, whether somebody typed it or a source filled it in: both are saved by the
 * same rules. Authors come one a line, the paragraphs of the abstract with an empty line between.
 */
export const paperForm = paperFieldsForm.transform((fields) => ({
  paper: paperOf(fields),
  note: fields.note,
}));
export type PaperInput = z.output<typeof paperForm>;

function paperOf(fields: z.output<typeof paperFieldsForm>): Paper {
  const doi = parseDoi(fields.doi);
  const pmid = parsePmid(fields.pmid);
  const abstract = fields.abstract
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
  const rest = [
    'journal',
    'volume',
    'issue',
    'pages',
    'publisher',
    'openAccessUrl',
    'licence',
  ] as const;
  return {
    title: fields.title,
    authors: parseAuthorList(fields.authors),
    ...(doi === undefined ? {} : { doi }),
    ...(pmid === undefined ? {} : { pmid }),
    ...(fields.year ? { year: Number(fields.year) } : {}),
    ...Object.fromEntries(rest.filter((name) => fields[name]).map((name) => [name, fields[name]])),
    ...(abstract.length > 0 ? { abstract } : {}),
    type: 'journal-article',
    source: fields.source,
  };
}

/** The form's fields as text. */
export type PaperFields = Record<keyof z.input<typeof paperFieldsForm>, string>;

/** Fills the form with a paper that was found or kept. */
export function paperFields(paper: Paper, note = ''): PaperFields {
  return {
    title: paper.title,
    authors: paper.authors.map(authorLine).join('\n'),
    journal: paper.journal ?? '',
    year: String(paper.year ?? ''),
    volume: paper.volume ?? '',
    issue: paper.issue ?? '',
    pages: paper.pages ?? '',
    publisher: paper.publisher ?? '',
    doi: paper.doi ?? '',
    pmid: paper.pmid ?? '',
    abstract: (paper.abstract ?? []).join('\n\n'),
    openAccessUrl: paper.openAccessUrl ?? '',
    licence: paper.licence ?? '',
    source: paper.source,
    note,
  };
}

/** A kept paper as the citations read it. */
export function paperOfMonth(kept: MonthPaper): Paper {
  const known = [
    'doi',
    'pmid',
    'journal',
    'year',
    'volume',
    'issue',
    'pages',
    'publisher',
    'openAccessUrl',
    'licence',
  ] as const;
  return {
    title: kept.title,
    authors: kept.authors,
    ...Object.fromEntries(
      known.filter((name) => kept[name] !== null).map((name) => [name, kept[name]]),
    ),
    ...(kept.abstract.length > 0 ? { abstract: kept.abstract } : {}),
    type: 'journal-article',
    source: kept.source === 'crossref' || kept.source === 'pubmed' ? kept.source : 'hand',
  };
}

/** One author as a line that reads back as the same author. */
export function authorLine({ family, given, suffix, literal }: Author): string {
  if (literal) return literal;
  return [family, given, suffix].filter(Boolean).join(', ');
}

/** The authors as a reader names them: "Ekpo E, Snaith B". */
export function authorNames(authors: readonly Author[]): string {
  return authors
    .map(({ family, given, literal }) => literal ?? [given, family].filter(Boolean).join(' '))
    .join(', ');
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value);
}
