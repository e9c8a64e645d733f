import fc from 'fast-check';
import { expect, test } from 'vitest';
import { look } from './look.ts';
import { changeFor, makeVaguer, movedSpans } from './rewrite.ts';
import { noteWords } from './words.ts';

const wordsAt = (text: string, { from, to }: { from: number; to: number }) => text.slice(from, to);

test('a change says where and what, and gives what making it vaguer gives', () => {
  const text = 'Mrs Okonkwo, so brave, cried today at her scan.';
  const { spans } = look(text, { role: 'professional' });
  for (const span of spans) {
    const { from, to, words } = changeFor(text, span);
    expect(text.slice(0, from) + words + text.slice(to)).toBe(makeVaguer(text, span));
  }
  expect(spans.reduceRight((all, span) => makeVaguer(all, span), text)).toBe(
    'Someone, so brave, cried recently at her scan.',
  );
  const left = { from: 0, to: 11, vaguer: '' };
  expect(makeVaguer(text, left)).toBe('so brave, cried today at her scan.');
});

test('underlined words stay underlined while somebody writes before or after them, and not within them', () => {
  const text = 'Mrs Okonkwo cried today.';
  const spans = [
    { from: 0, to: 11 },
    { from: 18, to: 23 },
  ];
  const moved = (newer: string) =>
    movedSpans(spans, text, newer).map((span) => wordsAt(newer, span));
  expect(moved('Mrs Okonkwo cried a lot today.')).toEqual(['Mrs Okonkwo', 'today']);
  expect(moved('Oh, Mrs Okonkwo cried today.')).toEqual(['Mrs Okonkwo', 'today']);
  expect(moved('Mrs O cried today.')).toEqual(['today']);
  expect(moved('')).toEqual([]);
});

test('what moves along is the same words, whatever is written', () => {
  const text = fc.string({ maxLength: 40 });
  fc.assert(
    fc.property(text, text, text, fc.nat(40), fc.nat(40), (head, tail, put, a, b) => {
      const older = head + tail;
      const newer = head + put + tail;
      const [from, to] = [Math.min(a, b, older.length), Math.min(Math.max(a, b), older.length)];
      for (const span of movedSpans([{ from, to }], older, newer))
        expect(wordsAt(newer, span)).toBe(older.slice(from, to));
    }),
  );
});

test('a private note names kinds, three at most, and none of the words', () => {
  const text = 'Mrs Okonkwo, 94, of bed 7 in Whitby, cried today when we saw her scan.';
  const { spans } = look(text, { role: 'professional' });
  const note = noteWords(spans.map(({ kind }) => kind));
  expect(note).toMatch(
    /^There is a name, .+ and .+ in it\. That may let somebody know who this is\.$/,
  );
  for (const span of spans) expect(note).not.toContain(wordsAt(text, span));
  expect(noteWords([])).toBe('');
  expect(noteWords(['time', 'time'])).toBe(
    'There is a day or an hour in it. That may let somebody know who this is.',
  );
});
