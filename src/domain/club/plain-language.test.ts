import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markHardWords } from './plain-language.ts';

function longWords(text: string, glossary: string[] = []): string[] {
  return markHardWords(text, glossary)
    .filter(({ kind }) => kind === 'longWord')
    .map(({ start, end }) => text.slice(start, end));
}

function longSentences(text: string): string[] {
  return markHardWords(text)
    .filter(({ kind }) => kind === 'longSentence')
    .map(({ start, end }) => text.slice(start, end));
}

describe('the hints in the margin of a plain summary', () => {
  test('mark words of four syllables and words of thirteen letters', () => {
    expect(longWords('We looked at the multidisciplinary implementation of radiotherapy.')).toEqual(
      ['multidisciplinary', 'implementation', 'radiotherapy'],
    );
    expect(
      longWords(
        'Professionals used the intervention, an examination of straightforward strengths.',
      ),
    ).toEqual(['Professionals', 'intervention', 'examination', 'straightforward']);
  });

  test.each([
    'people',
    'patients',
    'treatment',
    'hospital',
    'because',
    'somewhere',
    'radiographer asked',
    'what helped you most',
  ])('leave "%s" alone, or mark it only for its real length', (text) => {
    expect(longWords(text).filter((word) => word !== 'radiographer')).toEqual([]);
  });

  test('leave names alone', () => {
    expect(
      longWords('It was written in Saskatchewan by Akudjedu for the MAGNETOENCEPHALOGRAPHY group.'),
    ).toEqual([]);
    expect(longWords('Unfortunately it hurt.')).toEqual(['Unfortunately']);
  });

  test('leave words alone that the glossary explains, in the plural and inside a term too', () => {
    const text = 'Brachytherapies and brachytherapy need a multidisciplinary team.';
    expect(longWords(text, ['Brachytherapy', 'multidisciplinary team'])).toEqual([
      'Brachytherapies',
    ]);
    expect(longWords('two immobilisations', ['immobilisation'])).toEqual([]);
  });

  test('mark sentences of more than twenty-five words', () => {
    const [short, long] = [25, 26].map((count) => `${'so '.repeat(count - 1)}on.`);
    expect(longSentences(`${short} ${long} ${short}`)).toEqual([long]);
    expect(longSentences('one two three\n'.repeat(20))).toEqual([]);
    expect(longSentences(`It was 0.5 mm. ${short}`)).toEqual([]);
  });

  test('always point into the text, in order, at something that is there', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.lorem({ maxCount: 60 })),
        fc.array(fc.string(), { maxLength: 5 }),
        (text, glossary) => {
          let before = 0;
          for (const { start, end } of markHardWords(text, glossary)) {
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
            before = start;
          }
        },
      ),
    );
  });

  test('take no longer than the text is long', () => {
    for (const text of [
      'a'.repeat(200_000),
      'aeiou '.repeat(40_000),
      '. '.repeat(100_000),
      "a'".repeat(100_000),
      ' '.repeat(200_000),
      '\n \n'.repeat(70_000),
    ]) {
      const start = process.cpuUsage();
      markHardWords(text, ['a']);
      expect(process.cpuUsage(start).user).toBeLessThan(1.5e6);
    }
  });
});
