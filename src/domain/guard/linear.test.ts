import { expect, test } from 'vitest';
import { casesOf, ownSets } from '../../../bench/guard/cases.ts';
import { look } from './look.ts';

/** What the rules look for, and what regexes stumble over: repeated until the text is long. */
const fragments = [
  ...[
    'my ',
    'the ',
    'a 1 ',
    '1 ',
    '0 ',
    '+1',
    '+44 0',
    '@a ',
    'a@a.',
    'a.a.',
    '1 Aaa ',
    '1 Aaa Bbb Ccc ',
  ],
  ...[
    'rue de la ',
    'calle ',
    '1a Ab Street ',
    'MRN ',
    'nhs no ',
    'MRN A-',
    'n° de ',
    'a-',
    '12-',
    'A1B2',
  ],
  ...['Mrs A ', 'Anna ', 'bed 1 ', 'our our ', '123456 ', '. ', '\n', '"', ', ', 'ﷺ', '👩‍⚕️', 'é'],
  ...[
    'e\u0301',
    'а',
    'aа',
    '𝟗',
    'Д',
    'you were ',
    '@x is ',
    'in the ',
    'Ab ',
    'AB',
    'www.',
    'https://',
  ],
  ...[
    'doi 10.',
    '7 ',
    '07',
    '(0',
    '(0)',
    '#a',
    'lovely to see you ',
    'p',
    'x y ',
    'dob ',
    '\u200b',
    '\u0301',
  ],
  ...[
    'ich habe ',
    'nous avons ',
    'la señora ',
    'situs ',
    'a man of a man of ',
    '1.',
    '1/',
    '--',
    "'a",
  ],
];

/** The least of a few runs: what else the machine does only ever adds. */
function cost(text: string): number {
  let least = Infinity;
  for (let run = 0; run < 3; run++) {
    const begun = process.cpuUsage();
    look(text, { role: 'professional' });
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, user + system);
  }
  return least;
}

/** Quadratic work would cost 16 times as much for four times the text; what is near nothing is not compared. */
function growth(piece: string): number {
  const long = (size: number) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  const [short, longer] = [cost(long(5_000)), cost(long(20_000))];
  return longer / Math.max(short, 1_000);
}

test('four times the text takes about four times the work, whatever the text is made of', () => {
  const sentences = casesOf(ownSets.tuning).map(({ text }) => text);
  const all = [...fragments, `${sentences.join(' ')} `, sentences.join('').replace(/[.!?\n]/g, '')];
  const steep = all.filter((piece) => growth(piece) > 10 && growth(piece) > 10);
  expect(steep).toEqual([]);
}, 120_000);

test('one word of 40,000 letters is as cheap as many', () => {
  const words = cost('word '.repeat(8_000));
  for (const letter of ['a', 'A', '1', 'é', '-', "'", '@', '#', '"', '.'])
    expect(cost(letter.repeat(40_000))).toBeLessThan(Math.max(words, 2_000) * 20);
});
