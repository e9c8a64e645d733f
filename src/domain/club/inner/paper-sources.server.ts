import { parseDoi, parsePmid, type Paper } from '../paper.ts';
import { askSource, type PaperDesk, type PaperRefused } from './paper-lines.server.ts';
import {
  abstractFromPubmed,
  openAccessFrom,
  paperFromCrossref,
  paperFromPubmed,
} from './paper-shapes.ts';

export type { PaperDesk, PaperRefused } from './paper-lines.server.ts';

const month = 30 * 24 * 3600;
const hour = 3600;

/**
 * Finds a paper by its DOI (as pasted) at Crossref, with a free copy from Unpaywall when there is
 * one. Found papers are remembered for a month, unknown ones for an hour.
 */
export async function findPaperByDoi(
  desk: PaperDesk,
  input: string,
): Promise<Paper | PaperRefused> {
  const doi = parseDoi(input);
  if (doi === undefined) return { refused: 'notAnIdentifier' };
  return remembered(desk, `doi:${doi}`, async () => {
    const answer = await askJson(
      desk,
      'crossref',
      `/works/${encodeURIComponent(doi)}?${mailto(desk)}`,
    );
    if (isRefused(answer)) return answer;
    const paper = paperFromCrossref(messageOf(answer.json));
    return paper ? withOpenAccess(desk, paper) : { refused: 'notFound' };
  });
}

/**
 * Finds a paper by its PubMed number (as pasted), with its abstract, and with a free copy when it
 * has a DOI.
 */
export async function findPaperByPmid(
  desk: PaperDesk,
  input: string,
): Promise<Paper | PaperRefused> {
  const pmid = parsePmid(input);
  if (pmid === undefined) return { refused: 'notAnIdentifier' };
  return remembered(desk, `pmid:${pmid}`, async () => {
    const query = `db=pubmed&id=${pmid}&tool=pocketfriends&email=${encodeURIComponent(desk.contact)}`;
    const answer = await askJson(desk, 'pubmed', `/esummary.fcgi?${query}&retmode=json`);
    if (isRefused(answer)) return answer;
    const paper = paperFromPubmed(answer.json, pmid);
    if (!paper) return { refused: 'notFound' };
    const xml = await askSource(desk, 'pubmed', `/efetch.fcgi?${query}&retmode=xml`);
    const abstract = isRefused(xml) ? undefined : abstractFromPubmed(xml.toString());
    return withOpenAccess(desk, { ...paper, ...(abstract ? { abstract } : {}) });
  });
}

/**
 * Finds up to five papers that may be meant by a title (with authors, journal and year if known),
 * the likeliest first. They are proposals: a curator says which one it is.
 */
export async function findPapersByTitle(
  desk: PaperDesk,
  input: string,
): Promise<Paper[] | PaperRefused> {
  const title = input
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed();
  if (!/\p{L}/u.test(title)) return { refused: 'notAnIdentifier' };
  return remembered(desk, `title:${title.toLowerCase()}`, async () => {
    const query = new URLSearchParams({ 'query.bibliographic': title, rows: '5' });
    const answer = await askJson(desk, 'crossref', `/works?${query}&${mailto(desk)}`);
    if (isRefused(answer)) return answer;
    const message = messageOf(answer.json);
    const items = message && typeof message === 'object' && 'items' in message ? message.items : [];
    const papers = Array.isArray(items) ? items.slice(0, 5).map(paperFromCrossref) : [];
    const found = papers.filter((paper) => paper !== undefined);
    return found.length > 0 ? found : { refused: 'notFound' };
  });
}

/** A source that is away or busy is asked again next time; only its knowledge is kept. */
async function remembered<T extends Paper | Paper[]>(
  desk: PaperDesk,
  key: string,
  ask: () => Promise<T | PaperRefused>,
): Promise<T | PaperRefused> {
  const kept = await desk.cache.get(`paper:${key}`);
  if (kept !== undefined && kept !== null) return kept as T | PaperRefused;
  const answer = await ask();
  if (!isRefused(answer)) await desk.cache.set(`paper:${key}`, answer, month);
  else if (answer.refused === 'notFound') await desk.cache.set(`paper:${key}`, answer, hour);
  return answer;
}

/** Does without when Unpaywall does not answer: a free copy is a kindness, not a condition. */
async function withOpenAccess(desk: PaperDesk, paper: Paper): Promise<Paper> {
  if (paper.doi === undefined) return paper;
  const path = `/v2/${encodeURIComponent(paper.doi)}?email=${encodeURIComponent(desk.contact)}`;
  const answer = await askJson(desk, 'unpaywall', path);
  if (isRefused(answer)) return paper;
  const open = openAccessFrom(answer.json);
  return { ...paper, ...open, ...(paper.licence === undefined ? {} : { licence: paper.licence }) };
}

async function askJson(
  desk: PaperDesk,
  source: 'crossref' | 'pubmed' | 'unpaywall',
  path: string,
): Promise<{ json: unknown } | PaperRefused> {
  const body = await askSource(desk, source, path);
  if (isRefused(body)) return body;
  try {
    return { json: JSON.parse(body.toString()) };
  } catch {
    return { refused: 'unreachable' };
  }
}

function isRefused(answer: object): answer is PaperRefused {
  return 'refused' in answer;
}

function messageOf(answer: unknown): unknown {
  return answer && typeof answer === 'object' && 'message' in answer ? answer.message : undefined;
}

function mailto(desk: PaperDesk): string {
  return `mailto=${encodeURIComponent(desk.contact)}`;
}
