import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDoi, parsePmid } from './paper.ts';

describe('the number of a paper', () => {
  it.each([
    ['10.1016/j.jmir.2017.11.001', '10.1016/j.jmir.2017.11.001'],
    [' 10.5555/ABC(1)_2:3;4-5 ', '10.5555/abc(1)_2:3;4-5'],
    ['doi:10.5555/a', '10.5555/a'],
    ['DOI: 10.5555/a', '10.5555/a'],
    ['https://doi.org/10.5555/a/b', '10.5555/a/b'],
    ['http://dx.doi.org/10.5555%2Fa%281%29', '10.5555/a(1)'],
    ['doi.org/10.5555/a', '10.5555/a'],
  ])('is read from %j', (input, doi) => expect(parseDoi(input)).toBe(doi));

  it.each([
    '',
    '10.5555',
    '10.5555/',
    '11.5555/a',
    '10.55/a',
    '10.1000/../../@127.0.0.1:9/#',
    '10.1000/../x',
    '10.1000/a/./b',
    '10.1000/a//b',
    '10.1000/%2e%2e/x',
    'http://127.0.0.1:9/',
    'https://evil.test/10.5555/a',
    'https://doi.org@evil.test/10.5555/a',
    'https://doi.org.evil.test/10.5555/a',
    '10.5555/a?x=y',
    '10.5555/a#b',
    '10.5555/a@b',
    '10.5555/a%00',
    '10.5555/a%',
    '10.5555/a\r\nHost: evil.test',
    '10.5555/a\n',
    '10.5555/a b',
    '10.5555/ａ',
    `10.5555/${'a'.repeat(300)}`,
    'file:///etc/passwd',
  ])('SSR-12: is not read from %j', (input) => {
    expect(parseDoi(input)).toBeUndefined();
    expect(parsePmid(input)).toBeUndefined();
  });

  it.each([
    '29500001',
    ' PMID: 29500001 ',
    'pmid29500001',
    'https://pubmed.ncbi.nlm.nih.gov/29500001/',
  ])('of PubMed is read from %j', (input) => expect(parsePmid(input)).toBe('29500001'));

  it.each(['1&db=x', '0', '01', '123456789', '1,2', '1 2', '-1', '1.5', '1\n', '１'])(
    'SSR-12: of PubMed is not read from %j',
    (input) => expect(parsePmid(input)).toBeUndefined(),
  );

  it('once read is read again as itself, and cannot leave its place in an address', () => {
    const piece = fc.constantFrom(
      '10.5555/',
      'a',
      '/',
      '.',
      '..',
      '%2F',
      '%',
      '@',
      '#',
      '?',
      ':',
      '\\',
      '(',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const doi = parseDoi(pieces.join(''));
        if (doi === undefined) return;
        expect(parseDoi(doi)).toBe(doi);
        const url = new URL(`https://api.test/works/${doi}`);
        expect([url.host, url.pathname, url.search, url.hash]).toEqual([
          'api.test',
          `/works/${doi}`,
          '',
          '',
        ]);
      }),
      { numRuns: 2000 },
    );
  });
});
