import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test may say about a paper; everything else is made up around it. */
export interface PeerPaper {
  doi: string;
  pmid?: string;
  title: string;
  authors?: { family: string; given: string }[];
  journal?: string;
  year?: number;
  abstract?: string;
  openAccessUrl?: string;
}

/** A loopback server that speaks as Crossref, PubMed and Unpaywall do. */
export interface PaperPeer {
  /** Base addresses for the configuration; `host` is the peer to allow. */
  sources: { crossref: string; pubmed: string; unpaywall: string };
  host: string;
  /** Every request so far, as path and query. */
  asked: string[];
  add(paper: PeerPaper): void;
  /** Answers the next requests with this instead, until called without an answer. */
  answerWith(answer?: { status: number; headers?: Record<string, string>; body?: string }): void;
  close(): Promise<void>;
}

/** The paper that the peer always knows; it is invented, under Crossref's prefix for tests. */
export const knownPaper = {
  doi: '10.5555/pocket.2018.1',
  pmid: '90000001',
  title: 'The therapist and the patient: stories from a waiting room',
  authors: [
    { family: 'Bergström', given: 'Åsa M.' },
    { family: 'van der Meer', given: 'Jo' },
  ],
  journal: 'Journal of Invented Imaging',
  year: 2018,
  abstract:
    '<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title><jats:p>People wait. ' +
    'We asked <jats:italic>how</jats:italic>.</jats:p></jats:sec><jats:sec><jats:title>Results</jats:title>' +
    '<jats:p>Waiting was shorter (p&lt;10<jats:sup>-3</jats:sup>) with a friend.</jats:p></jats:sec>',
  openAccessUrl: 'https://repository.test/pocket-2018.pdf',
} satisfies PeerPaper;

/** Starts the peer on a free port, knowing `knownPaper`. */
export async function startPaperPeer(): Promise<PaperPeer> {
  const papers: PeerPaper[] = [knownPaper];
  const asked: string[] = [];
  let instead: Parameters<PaperPeer['answerWith']>[0];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (instead) response.writeHead(instead.status, instead.headers).end(instead.body ?? '');
    else answer(papers, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sources: {
      crossref: `http://${host}/crossref`,
      pubmed: `http://${host}/entrez/eutils`,
      unpaywall: `http://${host}/unpaywall`,
    },
    host,
    asked,
    add: (paper) => papers.push(paper),
    answerWith: (next) => (instead = next),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answer(papers: PeerPaper[], request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://peer.test');
  const [, source, ...steps] = url.pathname.split('/');
  const last = decodeURIComponent(steps.at(-1) ?? '');
  const json = (body: unknown) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-rate-limit-limit', '1000').setHeader('x-rate-limit-interval', '1s');
    response.end(JSON.stringify(body));
  };
  if (source === 'crossref' && last === 'works') return json(crossrefList(papers, url));
  if (source === 'crossref' || source === 'unpaywall') {
    const paper = papers.find(({ doi }) => doi === last);
    if (!paper) return void response.writeHead(404).end('Resource not found.');
    return json(source === 'crossref' ? crossrefWork(paper) : unpaywallRecord(paper));
  }
  const id = url.searchParams.get('id') ?? '';
  const paper = papers.find(({ pmid }) => pmid === id);
  if (last === 'esummary.fcgi') return json(pubmedSummary(id, paper));
  response.setHeader('content-type', 'text/xml').end(pubmedArticle(paper));
}

function crossrefList(papers: PeerPaper[], url: URL): unknown {
  const words = (url.searchParams.get('query.bibliographic') ?? '').toLowerCase().split(/\W+/);
  const likeness = ({ title }: PeerPaper) =>
    words.filter((word) => word.length > 3 && title.toLowerCase().includes(word)).length;
  const items = papers
    .filter((paper) => likeness(paper) > 0)
    .sort((one, other) => likeness(other) - likeness(one))
    .slice(0, Number(url.searchParams.get('rows') ?? 20))
    .map((paper) => crossrefWork(paper).message);
  return {
    status: 'ok',
    'message-type': 'work-list',
    message: { 'total-results': items.length, items },
  };
}

function crossrefWork(paper: PeerPaper): { status: string; message: object } {
  return {
    status: 'ok',
    message: {
      DOI: paper.doi.toUpperCase(),
      type: 'journal-article',
      title: [paper.title],
      author: (paper.authors ?? []).map((author, at) => ({
        ...author,
        sequence: at === 0 ? 'first' : 'additional',
        affiliation: [],
      })),
      'container-title': [paper.journal ?? 'Journal of Invented Imaging'],
      publisher: 'Invented Press',
      volume: '49',
      issue: '1',
      page: '1-9',
      issued: { 'date-parts': [[paper.year ?? 2018, 1, 9]] },
      ...(paper.abstract === undefined ? {} : { abstract: paper.abstract }),
      license: [{ URL: 'https://creativecommons.org/licenses/by/4.0/', 'content-version': 'vor' }],
    },
  };
}

function unpaywallRecord({ doi, openAccessUrl }: PeerPaper): unknown {
  const place = openAccessUrl === undefined ? null : { url: openAccessUrl, license: 'cc-by' };
  return { doi, is_oa: place !== null, best_oa_location: place };
}

function pubmedSummary(uid: string, paper: PeerPaper | undefined): unknown {
  if (!paper)
    return { result: { uids: [uid], [uid]: { uid, error: 'cannot get document summary' } } };
  const summary = {
    uid,
    title: `${paper.title}.`,
    authors: (paper.authors ?? []).map(({ family, given }) => ({
      name: `${family} ${given.replace(/[^\p{Lu}]/gu, '')}`,
      authtype: 'Author',
    })),
    fulljournalname: paper.journal ?? 'Journal of Invented Imaging',
    source: 'J Inv Imaging',
    pubdate: `${paper.year ?? 2018} Mar`,
    volume: '49',
    issue: '1',
    pages: '1-9',
    articleids: [
      { idtype: 'pubmed', value: uid },
      { idtype: 'doi', value: paper.doi },
    ],
  };
  return { header: { type: 'esummary' }, result: { uids: [uid], [uid]: summary } };
}

function pubmedArticle(paper: PeerPaper | undefined): string {
  const text =
    '<AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">People wait.</AbstractText>';
  const more = '<AbstractText Label="RESULTS">p &lt; 10<sup>-3</sup> with a friend.</AbstractText>';
  const abstract = paper
    ? `<Abstract>${text}${more}<CopyrightInformation>©</CopyrightInformation></Abstract>`
    : '';
  return `<?xml version="1.0"?><PubmedArticleSet><PubmedArticle>${abstract}</PubmedArticle></PubmedArticleSet>`;
}
