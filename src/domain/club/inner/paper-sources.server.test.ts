import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '#platform/clock.server.ts';
import { makeFetcher, type Fetcher } from '#platform/fetch.server.ts';
import {
  knownPaper,
  startPaperPeer,
  type PaperPeer,
} from '../../../../tests/doubles/paper-peer.ts';
import {
  findPaperByDoi,
  findPaperByPmid,
  findPapersByTitle,
  type PaperDesk,
} from './paper-sources.server.ts';

let peer: PaperPeer;
let fetcher: Fetcher;
let desk: PaperDesk;
let kept: Map<string, { value: unknown; ttl: number }>;
const clock = handClock(new Date('2018-01-18T20:00:00Z'));
const contact = 'curator+papers@club.test';

beforeAll(async () => {
  peer = await startPaperPeer();
});
beforeEach(async () => {
  await fetcher?.close();
  fetcher = makeFetcher({ allowedPeers: [peer.host], contact, origin: 'https://club.test' });
  kept = new Map();
  const cache: PaperDesk['cache'] = {
    get: async (key) => kept.get(key)?.value,
    set: async (key, value, ttl) => void kept.set(key, { value: structuredClone(value), ttl }),
  };
  desk = { fetcher, sources: peer.sources, contact, cache, clock };
  peer.answerWith();
  peer.asked.length = 0;
});
afterAll(async () => {
  await fetcher.close();
  await peer.close();
});

describe('a paper by its DOI', () => {
  it('comes with authors, journal, a readable abstract and where it can be read for free', async () => {
    expect(await findPaperByDoi(desk, `https://doi.org/${knownPaper.doi}`)).toEqual({
      doi: knownPaper.doi,
      title: knownPaper.title,
      authors: knownPaper.authors,
      journal: knownPaper.journal,
      year: 2018,
      volume: '49',
      issue: '1',
      pages: '1-9',
      publisher: 'Invented Press',
      abstract: [
        'Background: People wait. We asked how.',
        'Results: Waiting was shorter (p<10⁻³) with a friend.',
      ],
      openAccessUrl: knownPaper.openAccessUrl,
      licence: 'https://creativecommons.org/licenses/by/4.0/',
      type: 'journal-article',
      source: 'crossref',
    });
    expect(peer.asked).toEqual([
      '/crossref/works/10.5555%2Fpocket.2018.1?mailto=curator%2Bpapers%40club.test',
      '/unpaywall/v2/10.5555%2Fpocket.2018.1?email=curator%2Bpapers%40club.test',
    ]);
  });

  it('is asked for once and remembered for a month, and an unknown one for an hour', async () => {
    const first = await findPaperByDoi(desk, knownPaper.doi);
    expect(await findPaperByDoi(desk, knownPaper.doi.toUpperCase())).toEqual(first);
    expect(peer.asked).toHaveLength(2);
    expect(await findPaperByDoi(desk, '10.5555/nowhere')).toEqual({ refused: 'notFound' });
    expect(await findPaperByDoi(desk, '10.5555/nowhere')).toEqual({ refused: 'notFound' });
    expect(peer.asked).toHaveLength(3);
    expect([...kept.values()].map(({ ttl }) => ttl)).toEqual([2_592_000, 3600]);
  });

  it.each(['10.1000/../../@127.0.0.1:9/#', 'http://127.0.0.1:9/', '10.5555/a\r\nX: y', ''])(
    'is not looked for when it is no DOI: %j',
    async (input) => {
      expect(await findPaperByDoi(desk, input)).toEqual({ refused: 'notAnIdentifier' });
      expect(peer.asked).toEqual([]);
    },
  );

  it.each([
    { status: 500 },
    { status: 200, body: 'not JSON' },
    { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
  ])('is unreachable, and nothing is remembered, when the source answers %j', async (answer) => {
    peer.answerWith(answer);
    expect(await findPaperByDoi(desk, knownPaper.doi)).toEqual({ refused: 'unreachable' });
    peer.answerWith();
    expect(await findPaperByDoi(desk, knownPaper.doi)).toMatchObject({ title: knownPaper.title });
  });

  it.each(['{}', '[]', 'null', '{"message":{"DOI":"10.5555/x"}}', '{"refused":"odd","message":7}'])(
    'is not found in an answer of another shape: %s',
    async (body) => {
      peer.answerWith({ status: 200, body });
      expect(await findPaperByDoi(desk, '10.5555/x')).toEqual({ refused: 'notFound' });
    },
  );

  it('survives fields that are not what they should be', async () => {
    const message = {
      DOI: '10.5555/x',
      title: ['A <i>title</i> &amp; more\n'],
      author: [{ name: 'The Trial Group' }, { family: 'Lee', given: 7 }, {}],
      issued: { 'date-parts': [[null]] },
      'container-title': 'no list',
      license: [{ URL: 'javascript:alert("creativecommons.org")' }],
    };
    peer.answerWith({ status: 200, body: JSON.stringify({ message }) });
    expect(await findPaperByDoi(desk, '10.5555/x')).toEqual({
      doi: '10.5555/x',
      title: 'A title & more',
      authors: [{ family: '', literal: 'The Trial Group' }, { family: 'Lee' }],
      type: 'journal-article',
      source: 'crossref',
    });
  });
});

describe('a source that is busy', () => {
  it('is left alone for as long as it asks, and then asked again', async () => {
    peer.answerWith({ status: 429, headers: { 'retry-after': '120' } });
    expect(await findPaperByDoi(desk, knownPaper.doi)).toEqual({ refused: 'tooFast' });
    peer.answerWith();
    clock.turnBy(119_000);
    expect(await findPaperByDoi(desk, knownPaper.doi)).toEqual({ refused: 'tooFast' });
    expect(peer.asked).toHaveLength(1);
    clock.turnBy(1_000);
    expect(await findPaperByDoi(desk, knownPaper.doi)).toMatchObject({ doi: knownPaper.doi });
  });

  it('may name a date, or nothing readable, but never shut us out for more than an hour', async () => {
    const until = new Date(clock.now().getTime() + 30_000).toUTCString();
    for (const [header, seconds] of [
      [until, 30],
      ['soon', 60],
      ['999999999', 3600],
    ] as const) {
      peer.answerWith({ status: 429, headers: { 'retry-after': header } });
      expect(await findPaperByDoi(desk, knownPaper.doi)).toEqual({ refused: 'tooFast' });
      const asked = peer.asked.length;
      clock.turnBy(seconds * 1000 - 1);
      await findPaperByDoi(desk, knownPaper.doi);
      expect(peer.asked).toHaveLength(asked);
      clock.turnBy(1);
    }
  });

  it('is asked one question at a time', async () => {
    let [open, most] = [0, 0];
    const counted: PaperDesk['fetcher'] = {
      async get(url, options) {
        most = Math.max(most, (open += 1));
        const answer = await fetcher.get(url, options);
        open -= 1;
        return answer;
      },
    };
    const dois = ['10.5555/a', '10.5555/b', '10.5555/c', '10.5555/d'];
    await Promise.all(dois.map((doi) => findPaperByDoi({ ...desk, fetcher: counted }, doi)));
    expect(peer.asked).toHaveLength(4);
    expect(most).toBe(1);
  });
});

describe('a paper by its PubMed number', () => {
  it('comes with its abstract, its DOI and where it can be read for free', async () => {
    expect(await findPaperByPmid(desk, `PMID: ${knownPaper.pmid}`)).toMatchObject({
      doi: knownPaper.doi,
      pmid: knownPaper.pmid,
      title: knownPaper.title,
      authors: [
        { family: 'Bergström', given: 'Å. M.' },
        { family: 'van der Meer', given: 'J.' },
      ],
      year: 2018,
      abstract: ['Background: People wait.', 'Results: p < 10⁻³ with a friend.'],
      openAccessUrl: knownPaper.openAccessUrl,
      licence: 'cc-by',
      source: 'pubmed',
    });
    const who = 'tool=pocketfriends&email=curator%2Bpapers%40club.test';
    expect(peer.asked[0]).toBe(
      `/entrez/eutils/esummary.fcgi?db=pubmed&id=${knownPaper.pmid}&${who}&retmode=json`,
    );
  });

  it('is not found when PubMed does not know it, and not looked for when it is no number', async () => {
    expect(await findPaperByPmid(desk, '12345')).toEqual({ refused: 'notFound' });
    expect(await findPaperByPmid(desk, '1&db=x')).toEqual({ refused: 'notAnIdentifier' });
    expect(peer.asked).toHaveLength(1);
  });
});

describe('a paper by its title', () => {
  it('is proposed, the likeliest first, for the curator to confirm', async () => {
    peer.add({ doi: '10.5555/other', title: 'A waiting list in another country' });
    const found = await findPapersByTitle(
      desk,
      'the therapist and the patient, stories & waiting?#',
    );
    if ('refused' in found) throw new Error(found.refused);
    expect(found.map(({ doi }) => doi)).toEqual([knownPaper.doi, '10.5555/other']);
    const url = new URL(peer.asked[0] ?? '', 'http://peer.test');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'query.bibliographic': 'the therapist and the patient, stories & waiting?#',
      rows: '5',
      mailto: contact,
    });
  });

  it('is not found when nothing is like it, nor looked for without a word', async () => {
    expect(await findPapersByTitle(desk, 'zzzz')).toEqual({ refused: 'notFound' });
    expect(await findPapersByTitle(desk, ' 123 ')).toEqual({ refused: 'notAnIdentifier' });
  });
});
