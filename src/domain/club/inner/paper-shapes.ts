import { z } from 'zod';
import { parseDoi, parsePmid, type Author, type Paper } from '../paper.ts';
import { lineFromJats, paragraphsFromJats } from './jats.ts';

const text = z.string().max(100_000).optional().catch(undefined);
const texts = z.array(z.string()).max(1000).optional().catch(undefined);

const crossrefAuthor = z.object({ family: text, given: text, suffix: text, name: text });
const partialDate = z
  .object({ 'date-parts': z.array(z.array(z.number().nullable())) })
  .optional()
  .catch(undefined);
const crossrefWork = z.object({
  DOI: z.string(),
  type: text,
  title: texts,
  subtitle: texts,
  author: z.array(crossrefAuthor).optional().catch(undefined),
  'container-title': texts,
  publisher: text,
  volume: text,
  issue: text,
  page: text,
  'article-number': text,
  abstract: text,
  issued: partialDate,
  'published-print': partialDate,
  license: z
    .array(z.object({ URL: z.string(), 'content-version': text }))
    .optional()
    .catch(undefined),
});

/**
 * A work in the shape of Crossref's REST API as a paper, or undefined when it has no title or DOI.
 * Source: https://api.crossref.org/swagger-ui/index.html
 */
export function paperFromCrossref(message: unknown): Paper | undefined {
  const work = crossrefWork.safeParse(message).data;
  const doi = parseDoi(work?.DOI ?? '');
  const title = line(work?.title?.[0], 2000);
  if (!work || doi === undefined || title === undefined) return undefined;
  const subtitle = line(work.subtitle?.[0], 1000);
  const told = subtitle === undefined || title.includes(subtitle) ? '' : `: ${subtitle}`;
  return present<Paper>({
    doi,
    title: title + told,
    authors: (work.author ?? []).slice(0, 500).flatMap(authorFromCrossref),
    journal: line(work['container-title']?.[0], 500),
    // The year of the volume in print is what a citation names; online may be the year before.
    year: yearOf(work['published-print']) ?? yearOf(work.issued),
    volume: line(work.volume, 50),
    issue: line(work.issue, 50),
    pages: line(work.page ?? work['article-number'], 50),
    publisher: line(work.publisher, 300),
    abstract: abstractFrom(work.abstract),
    licence: webAddress(
      (work.license ?? []).find((one) => one.URL.includes('creativecommons.org'))?.URL,
    ),
    type: line(work.type, 50) ?? 'journal-article',
    source: 'crossref',
  });
}

const pubmedSummary = z.object({
  title: text,
  authors: z
    .array(z.object({ name: z.string(), authtype: text }))
    .optional()
    .catch(undefined),
  fulljournalname: text,
  source: text,
  pubdate: text,
  volume: text,
  issue: text,
  pages: text,
  articleids: z
    .array(z.object({ idtype: z.string(), value: z.string() }))
    .optional()
    .catch(undefined),
});

/**
 * PubMed's `esummary` answer (retmode=json) for one number as a paper, or undefined when PubMed does
 * not know it.
 * Source: https://www.ncbi.nlm.nih.gov/books/NBK25499/#chapter4.ESummary
 */
export function paperFromPubmed(answer: unknown, pmid: string): Paper | undefined {
  const result = z.object({ result: z.record(z.string(), z.unknown()) }).safeParse(answer)
    .data?.result;
  const summary = pubmedSummary.safeParse(result?.[pmid]).data;
  const title = line(summary?.title, 2000);
  if (!summary || title === undefined) return undefined;
  const year = /^\d{4}/.exec(summary.pubdate ?? '')?.[0];
  return present<Paper>({
    doi: parseDoi(summary.articleids?.find(({ idtype }) => idtype === 'doi')?.value ?? ''),
    pmid: parsePmid(pmid),
    // PubMed ends every title with a full stop and puts translated ones in brackets.
    title: title.replace(/^\[(.*)\]\.?$/, '$1').replace(/(?<!\.)\.$/, ''),
    authors: (summary.authors ?? []).slice(0, 500).flatMap(authorFromPubmed),
    journal: line(summary.fulljournalname ?? summary.source, 500),
    year: year === undefined ? undefined : Number(year),
    volume: line(summary.volume, 50),
    issue: line(summary.issue, 50),
    pages: line(summary.pages, 50),
    type: 'journal-article',
    source: 'pubmed',
  });
}

/** The abstract in PubMed's `efetch` answer (XML), as plain paragraphs. */
export function abstractFromPubmed(xml: string): string[] | undefined {
  const start = xml.indexOf('<Abstract>');
  const end = xml.indexOf('</Abstract>', start);
  if (start < 0 || end < 0) return undefined;
  return abstractFrom(
    xml.slice(start + '<Abstract>'.length, end).split('<CopyrightInformation')[0],
  );
}

const place = z.object({ url: text, license: text }).nullish().catch(undefined);

/**
 * Unpaywall's best free copy of a paper, if there is one.
 * Source: https://unpaywall.org/data-format
 */
export function openAccessFrom(answer: unknown): Pick<Paper, 'openAccessUrl' | 'licence'> {
  const best = z.object({ best_oa_location: place }).safeParse(answer).data?.best_oa_location;
  const openAccessUrl = webAddress(best?.url);
  if (openAccessUrl === undefined) return {};
  return present({ openAccessUrl, licence: line(best?.license, 100) });
}

function authorFromCrossref(author: z.infer<typeof crossrefAuthor>): Author[] {
  const [family, given] = [line(author.family, 200), line(author.given, 200)];
  const literal = line(author.name, 300) ?? (family === undefined ? given : undefined);
  if (family === undefined) return literal === undefined ? [] : [{ family: '', literal }];
  return [present<Author>({ family, given, suffix: line(author.suffix, 50) })];
}

/** "van der Berg AB Jr": what stands before the initials is the family name. */
function authorFromPubmed({
  name,
  authtype,
}: {
  name: string;
  authtype?: string | undefined;
}): Author[] {
  const whole = line(name, 300);
  if (whole === undefined) return [];
  const parts = /^(.+?) (\p{Lu}{1,5})(?: (Jr|Sr|2nd|3rd|4th))?$/u.exec(whole);
  if (authtype === 'CollectiveName') return [{ family: '', literal: whole }];
  if (!parts?.[1]) return [{ family: whole }];
  const given = [...(parts[2] ?? '')].map((letter) => `${letter}.`).join(' ');
  return [present<Author>({ family: parts[1], given, suffix: parts[3] })];
}

function abstractFrom(markup: string | undefined): string[] | undefined {
  const paragraphs = paragraphsFromJats(markup ?? '').slice(0, 100);
  return paragraphs.length > 0 ? paragraphs : undefined;
}

function yearOf(date: z.infer<typeof partialDate>): number | undefined {
  const year = date?.['date-parts'][0]?.[0];
  return typeof year === 'number' && year >= 1400 && year <= 9999 ? year : undefined;
}

/** One readable line, or nothing where the source has more than any honest one. */
function line(markup: string | null | undefined, longest: number): string | undefined {
  const plain = lineFromJats(markup ?? '');
  return plain === '' || plain.length > longest ? undefined : plain;
}

function webAddress(address: string | null | undefined): string | undefined {
  const url = URL.parse(address ?? '');
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && web && !url.username && url.href.length <= 2000 ? url.href : undefined;
}

type Absent<T> = { [K in keyof T]: T[K] | undefined };

/** Drops what is not known: our types say absent, not undefined. */
function present<T extends object>(fields: Absent<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
