/** A text as the rules read it: plain letters, each with the place in the original it came from. */
export interface Reading {
  plain: string;
  /** Original offset where the plain unit begins, and where it ends (with what hangs on to it). */
  from: Int32Array;
  to: Int32Array;
}

/** Letters of other scripts that look like Latin ones, for words that mix scripts to slip past. */
const alike = new Map(
  [...'аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdһhԛqԝwАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅS'].reduce<
    [string, string][]
  >((pairs, letter, at, all) => {
    if (at % 2 === 0) pairs.push([letter, all[at + 1] ?? letter]);
    return pairs;
  }, []),
);
for (const pair of ['αa', 'οo', 'ρp', 'νv', 'ιi', 'κk', 'τt', 'υu', 'ΑA', 'ΒB', 'ΕE', 'ΗH', 'ΙI'])
  alike.set(pair.charAt(0), pair.charAt(1));
for (const pair of ['ΚK', 'ΜM', 'ΝN', 'ΟO', 'ΡP', 'ΤT', 'ΥY', 'ΧX', 'ΖZ', 'ıi', 'øo', 'ØO', 'łl'])
  alike.set(pair.charAt(0), pair.charAt(1));

/** Joiners, soft hyphens, marks of direction, variation selectors, combining marks: nothing to read. */
const unseen = /[\p{M}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/u;
const latin = /[A-Za-z]/;

/**
 * Reads a text in one pass: compatibility forms, accents, other digits and quotes become plain ones,
 * invisible letters vanish, look-alikes beside Latin letters become Latin. Never splits a pair.
 */
export function read(text: string): Reading {
  const size = text.length;
  if (!/[^\0-\x7f]/.test(text)) {
    const from = new Int32Array(size);
    const to = new Int32Array(size);
    for (let at = 0; at < size; at++) {
      from[at] = at;
      to[at] = at + 1;
    }
    return { plain: text, from, to };
  }
  const units: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const strange: number[] = [];
  for (let at = 0; at < size;) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      units.push(text.charAt(at));
      from.push(at);
      to.push(++at);
      continue;
    }
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    const letters = plainOf(text.slice(at, next));
    if (letters === '' && to.length > 0) to[to.length - 1] = next;
    for (const letter of letters) {
      if (alike.has(letter)) strange.push(units.length);
      units.push(letter);
      from.push(at);
      to.push(next);
    }
    at = next;
  }
  for (const at of strange)
    if (besideLatin(units, at)) units[at] = alike.get(units[at] ?? '') ?? '';
  return { plain: units.join(''), from: Int32Array.from(from), to: Int32Array.from(to) };
}

function plainOf(point: string): string {
  if (unseen.test(point)) return '';
  if (/[\u2018\u2019\u02bc\u00b4\uff07]/.test(point)) return "'";
  if (/[\u201c-\u201f\u00ab\u00bb]/.test(point)) return '"';
  if (/[\u2010-\u2012\u2212]/.test(point)) return '-';
  if (point === '…') return '.';
  if (/\p{Nd}/u.test(point)) return digitOf(point);
  if (point === 'ß') return 'ss';
  // One unit in, few out: marks are dropped, and what takes several units (an emoji) stands as one sign.
  const plain = point.normalize('NFKD').replace(/\p{M}{1,8}/gu, '');
  if (plain.length === 0) return '';
  return plain.length > 4 || /[\ud800-\udfff]/.test(plain) ? '\u25cc' : plain;
}

/** Decimal digits stand in Unicode in runs of ten from nought: the value is the distance to the run's first. */
function digitOf(point: string): string {
  const code = point.codePointAt(0) ?? 0;
  for (let value = 0; value < 10; value++)
    if (!/\p{Nd}/u.test(String.fromCodePoint(code - value - 1)) || value === 9)
      return String(value);
  return '0';
}

function besideLatin(units: string[], at: number): boolean {
  const near = (step: number) => {
    for (let n = 1; n <= 3; n++) {
      const unit = units[at + n * step] ?? ' ';
      if (latin.test(unit)) return true;
      if (!alike.has(unit)) return false;
    }
    return false;
  };
  return near(-1) || near(1);
}
