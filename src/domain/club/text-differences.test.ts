import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownCpu } from '../../../tests/makers/own-cpu.ts';
import { compareTexts } from './text-differences.ts';

const spell = (before: string, after: string, without: 'gone' | 'new') =>
  compareTexts(before, after)
    .map(({ pieces }) =>
      pieces
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join(''),
    )
    .filter((paragraph) => paragraph !== '');

const words = fc.array(fc.constantFrom('one', 'two', 'three', 'four'), {
  minLength: 1,
  maxLength: 8,
});
const texts = fc.array(
  words.map((some) => some.join(' ')),
  { maxLength: 8 },
);

test('a comparison holds both texts whole, whatever was changed', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const [a, b] = [before.join('\n\n'), after.join('\n\n')];
      expect(spell(a, b, 'new')).toEqual(before);
      expect(spell(a, b, 'gone')).toEqual(after);
    }),
  );
});

test('one changed word is one word taken out and one put in', () => {
  const compared = compareTexts('Hello.\n\nI was afraid of it.', 'Hello.\n\nI was scared of it.');
  expect(compared).toEqual([
    { kind: 'same', pieces: [{ kind: 'same', text: 'Hello.' }] },
    {
      kind: 'changed',
      pieces: [
        { kind: 'same', text: 'I was ' },
        { kind: 'gone', text: 'afraid' },
        { kind: 'new', text: 'scared' },
        { kind: 'same', text: ' of it.' },
      ],
    },
  ]);
});

test('two very long and different paragraphs are compared in bounded time', () => {
  const long = (word: string) => Array.from({ length: 9000 }, (_, at) => `${word}${at}`).join(' ');
  const started = ownCpu();
  compareTexts(long('a'), long('b'));
  expect(ownCpu() - started).toBeLessThan(2000);
});
