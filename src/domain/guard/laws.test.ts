import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesOf, ownSets } from '../../../bench/guard/cases.ts';
import type { Finding, Role } from './finding.ts';
import { look } from './look.ts';
import { makeVaguer } from './rewrite.ts';

const cases = Object.values(ownSets).flatMap((set) => casesOf(set));
const roles: Role[] = ['patient', 'carer', 'professional', 'other'];

/** Pieces on which rules begin, and pieces that are hard to cut. */
const pieces = [
  ...[
    'my ',
    'the ',
    'a 1 ',
    '1 ',
    '0 ',
    '+1',
    '@a ',
    'a@a.',
    '1 Aaa ',
    'rue de la ',
    'MRN ',
    'nhs no ',
  ],
  ...['Mrs A ', 'Anna ', 'bed 1 ', 'our our ', '123456 ', '12-', 'A1B2', '. ', '\n', '"', ',', 'ﷺ'],
  ...[
    '👩‍⚕️',
    'é',
    'e\u0301',
    'а',
    'aа',
    '𝟗',
    'Д',
    'مريضة ',
    '\u202eabc\u202c',
    '\ud83d',
    '\u200b',
    'ﬁ',
  ],
  ...[
    'you were ',
    '@x is ',
    'in the ',
    'AB ',
    'www.',
    'https://',
    'doi 10.',
    '07',
    '(0',
    '#a',
    'calle ',
  ],
  ...[
    'lovely to see you ',
    'said "',
    'dob ',
    'x'.repeat(50),
    'patient ',
    'last night ',
    'nous avons ',
  ],
  ...['ich habe ', 'la señora ', '999 000 0018 ', 'der ', 'Frau A ', 'tonight in resus ', '(', ')'],
];
const hostile = fc
  .array(fc.constantFrom(...pieces, ...cases.map(({ text }) => `${text} `)), { maxLength: 30 })
  .map((parts) => parts.join(''));
const texts = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 200 }));

describe('spans', () => {
  test('lie in the text, in order, apart, and never part a pair of surrogates', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...roles), (text, role) => {
        const { spans, verdict } = look(text, { role });
        expect(verdict === 'caution').toBe(spans.length > 0);
        let last = 0;
        for (const { from, to } of spans) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          for (const edge of [from, to]) expect(partsPair(text, edge)).toBe(false);
          last = to;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the same words give the same answer, whatever was looked at before', () => {
    for (const { text, author_role: role } of cases.slice(0, 40)) {
      const first = look(text, { role });
      look('Mrs Okonkwo in bed 7', { role: 'professional' });
      expect(look(text, { role })).toEqual(first);
    }
  });
});

describe('of the sentences that call for caution', () => {
  const cautions = cases.filter(({ verdict }) => verdict === 'caution');

  test('taking every suggestion, three times at the most, makes them clear', () => {
    const left = cautions.flatMap(({ text, author_role: role }) => {
      const { language } = look(text, { role });
      let vague = text;
      for (let round = 0; round < 3; round++)
        vague = rewritten(vague, look(vague, { role, language }));
      const after = look(vague, { role, language });
      return after.verdict === 'clear'
        ? []
        : [
            `${text}\n${vague}\n${after.spans.map(({ kind, from, to }) => kind + vague.slice(from, to)).join()}`,
          ];
    });
    expect(left).toEqual([]);
  });

  test('telling more of the person never makes them clear', () => {
    const more = [
      'Mrs Okonkwo had her scan.',
      'MRN 00482913.',
      'She was in bed 7.',
      'DOB 14/03/1962.',
    ];
    const cleared = cautions
      .filter(({ author_role }) => author_role === 'professional')
      .filter(({ text }) => look(text, { role: 'professional' }).verdict === 'caution')
      .flatMap(({ text }) => more.map((one) => `${text} ${one}`))
      .filter((text) => look(text, { role: 'professional', language: 'en' }).verdict === 'clear');
    expect(cleared).toEqual([]);
  });
});

function rewritten(text: string, { spans }: Finding): string {
  return spans.reduceRight((all, span) => makeVaguer(all, span), text);
}

function partsPair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1)) && at > 0;
}
