import type { Reading } from './reading.ts';

/** `word` letters, `number` digits, `handle` @name, `tag` #word (its letters are the word). */
export type Sort = 'word' | 'number' | 'handle' | 'tag';

/** A word of the text. Offsets are those of the original; `sentence` counts from nought. */
export interface Token {
  word: string;
  sort: Sort;
  from: number;
  to: number;
  /** Begins with a capital; is all capitals. */
  capital: boolean;
  shout: boolean;
  /** First of its sentence, where a capital says nothing. */
  opens: boolean;
  /** What stood before it: nothing but space, a pause (comma, colon, bracket, dash), or a quote. */
  before: '' | ',' | '"';
  sentence: number;
}

const abbreviated = new Set(
  'mr mrs ms mx dr prof st no nr yr yrs vs eg ie approx hosp dept rd ave sra sr srta dna mme mlle fr hr tel geb jr cf fig'.split(
    ' ',
  ),
);

const letter = /[\p{L}]/u;
const digit = /[0-9]/;
const longest = 40;

/**
 * The words of a reading in order, in one pass. Apostrophes and hyphens part words ("l'unit", "3-year-old"),
 * digits part from letters ("97yo"); a word longer than 40 letters is cut.
 */
export function tokensOf(reading: Reading): Token[] {
  const { plain } = reading;
  const tokens: Token[] = [];
  let sentence = 0;
  let opens = true;
  let before: Token['before'] = '';
  for (let at = 0; at < plain.length;) {
    const sign = plain.charAt(at);
    const sort = sortAt(plain, at);
    if (!sort) {
      if (endsSentence(plain, at, tokens.at(-1))) {
        if (!opens) sentence++;
        opens = true;
        before = '';
      } else if (sign === '"') before = '"';
      else if (/[,;:()[\]\u2013\u2014|/]/.test(sign) && before === '') before = ',';
      at++;
      continue;
    }
    const begins = sort === 'handle' || sort === 'tag' ? at + 1 : at;
    const ends = endOf(plain, begins, sort);
    const raw = plain.slice(begins, ends);
    tokens.push({
      word: raw.toLowerCase(),
      sort,
      from: reading.from[at] ?? 0,
      to: reading.to[ends - 1] ?? 0,
      capital: /^\p{Lu}/u.test(raw),
      shout: raw.length > 1 && raw === raw.toUpperCase() && sort === 'word',
      opens,
      before,
      sentence,
    });
    opens = false;
    before = '';
    at = ends;
  }
  return tokens;
}

function sortAt(plain: string, at: number): Sort | undefined {
  const code = plain.charCodeAt(at);
  if (isLetter(plain, at)) return 'word';
  if (code >= 48 && code <= 57) return 'number';
  if (code === 64 && /\w/.test(plain.charAt(at + 1))) return 'handle';
  if (code === 35 && isLetter(plain, at + 1)) return 'tag';
  return undefined;
}

function isLetter(plain: string, at: number): boolean {
  const code = plain.charCodeAt(at);
  if (code < 128) return (code > 64 && code < 91) || (code > 96 && code < 123);
  return letter.test(plain.charAt(at));
}

function endOf(plain: string, begins: number, sort: Sort): number {
  const stop = Math.min(plain.length, begins + longest);
  let at = begins + 1;
  const goes = (n: number) =>
    sort === 'number'
      ? digit.test(plain.charAt(n))
      : sort === 'handle'
        ? /[\w.@-]/.test(plain.charAt(n))
        : isLetter(plain, n);
  while (at < stop && goes(at)) at++;
  while (sort === 'handle' && at > begins + 1 && /[.@-]/.test(plain.charAt(at - 1))) at--;
  return at;
}

/** A line's end, "!" and "?" end a sentence; a dot does before space unless it shortens a word or a name. */
function endsSentence(plain: string, at: number, last: Token | undefined): boolean {
  const sign = plain.charAt(at);
  if (sign === '\n' || sign === '!' || sign === '?') return true;
  if (sign !== '.') return false;
  const next = plain.charAt(at + 1);
  if (next !== '' && !/\s/.test(next)) return false;
  if (!last) return true;
  return !abbreviated.has(last.word) && !(last.word.length === 1 && last.capital);
}
