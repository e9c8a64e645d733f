/**
 * Somebody who wrote a paper. A group (a trial, a society) has its whole name in `literal` and an
 * empty `family`.
 */
export interface Author {
  family: string;
  given?: string;
  suffix?: string;
  literal?: string;
}

/**
 * A paper as the club shows and cites it. `doi` is bare and lower case, `pmid` bare digits;
 * `abstract` is a list of plain paragraphs; `licence` a web address or a short name such as
 * `cc-by`; `type` is Crossref's word (`journal-article`); `source` says who told us.
 */
export interface Paper {
  doi?: string;
  pmid?: string;
  title: string;
  authors: Author[];
  journal?: string;
  year?: number;
  volume?: string;
  issue?: string;
  pages?: string;
  publisher?: string;
  abstract?: string[];
  openAccessUrl?: string;
  licence?: string;
  type: string;
  source: 'crossref' | 'pubmed' | 'hand';
}

/**
 * Reads a DOI as people paste it: bare, with `doi:`, or as a doi.org address. Gives the bare DOI in
 * lower case, or undefined for anything else: only the signs that Crossref recommends, no path
 * steps such as `..`.
 * Source: https://www.crossref.org/blog/dois-and-matching-regular-expressions/
 */
export function parseDoi(input: string): string | undefined {
  const found = /^ *(?:doi: ?|(https?:\/\/)?(?:dx\.|www\.)?doi\.org\/)?(10\.\S{1,300}) *$/i.exec(
    input,
  );
  if (!found?.[2]) return undefined;
  const doi = decoded(found[2]).toLowerCase();
  if (!/^10\.\d{4,9}\/[-._;()/:a-z0-9]{1,200}$/.test(doi)) return undefined;
  return doi.split('/').some((step) => /^\.*$/.test(step)) ? undefined : doi;
}

/**
 * Reads a PubMed number as people paste it: bare, with `PMID:`, or as a PubMed address. Gives the
 * digits, or undefined for anything else.
 */
export function parsePmid(input: string): string | undefined {
  const address =
    '(?:https?:\\/\\/)?(?:pubmed\\.ncbi\\.nlm\\.nih\\.gov|www\\.ncbi\\.nlm\\.nih\\.gov\\/pubmed)\\/';
  const form = new RegExp(`^ *(?:pmid:? ?|${address})?([1-9][0-9]{0,7})\\/? *$`, 'i');
  return form.exec(input)?.[1];
}

/** Publishers' addresses write the slash and brackets of a DOI as %2F, %28, %29. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
