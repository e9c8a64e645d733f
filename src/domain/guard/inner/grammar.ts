/**
 * A language's rules, written as short phrases and compiled once.
 *
 * - `classes`: a name and its words, parted by space; `proton_therapy` is two words, `leuk*` any ending.
 * - `rules`: what a phrase means (`says`), and the phrases. In a phrase `a|b` is a choice, `<care>` a word of that
 *   class, `word?` may be absent, `..3` stands for up to three words, `[` and `]` hold what is marked,
 *   `,` demands a pause. A phrase stays within a sentence.
 */
export interface GrammarSource {
  classes: Record<string, string>;
  rules: readonly RuleSource[];
}

/** `weight` is what an indirect detail counts (1 unless said); see judge.ts for the meanings of `says`. */
export interface RuleSource {
  says: string;
  weight?: number;
  phrases: string;
}

/** Classes as bits in three numbers: a token and a step have one in common, or not. */
export type Bits = [number, number, number];

/** One place in a phrase: the words (by number) and classes that fit, or a gap, or a pause. */
export interface Step {
  words: ReadonlySet<number>;
  classes: Bits;
  optional: boolean;
  gap: number;
  pause: boolean;
}

/** A compiled phrase; `marks` are the steps that begin and end what is marked. */
export interface Phrase {
  says: string;
  weight: number;
  steps: readonly Step[];
  marks: readonly [from: number, to: number];
}

/** A compiled grammar: phrases and classes, found by the first word, so that a text is read once. */
export interface Grammar {
  numberOf: ReadonlyMap<string, number>;
  classOf: ReadonlyMap<string, number>;
  /** The classes by their numbers. */
  names: readonly string[];
  byWord: ReadonlyMap<string, readonly Phrase[]>;
  byClass: readonly (readonly Phrase[])[];
  single: ReadonlyMap<string, readonly number[]>;
  several: ReadonlyMap<string, readonly { words: readonly string[]; class: number }[]>;
  endings: ReadonlyMap<string, readonly number[]>;
  /** The first letters of all endings' words: most words have none of them. */
  stems: ReadonlySet<string>;
}

/** Prefixes (`leuk*`) are looked up by their own length: none is shorter or longer. */
export const endingLengths = { shortest: 3, longest: 14 };

/** What is being compiled: numbers are given out as words and classes come. */
interface Desk {
  numbers: Map<string, number>;
  classOf: ReadonlyMap<string, number>;
}

/** Compiles a grammar; throws on a class that is not there, so that a slip of the pen cannot hide. */
export function compile(source: GrammarSource, computed: readonly string[]): Grammar {
  const names = [...new Set([...Object.keys(source.classes), ...computed])];
  if (names.length > 96) throw new Error('More than 96 classes.');
  const desk: Desk = { numbers: new Map(), classOf: new Map(names.map((name, at) => [name, at])) };
  const byWord = new Map<string, Phrase[]>();
  const byClass: Phrase[][] = names.map(() => []);
  for (const rule of source.rules)
    for (const line of rule.phrases.split('\n').map((text) => text.trim()))
      if (line !== '') for (const each of openings(line)) place(each, rule, desk, byWord, byClass);
  return {
    numberOf: desk.numbers,
    classOf: desk.classOf,
    names,
    byWord,
    byClass,
    ...lexicon(source, desk),
  };
}

function lexicon(source: GrammarSource, desk: Desk) {
  const single = new Map<string, number[]>();
  const several = new Map<string, { words: string[]; class: number }[]>();
  const endings = new Map<string, number[]>();
  for (const [name, words] of Object.entries(source.classes))
    for (const entry of words.split(/\s+/).filter(Boolean)) {
      const [first = '', ...rest] = entry.split('_');
      const number = desk.classOf.get(name) ?? 0;
      if (rest.length > 0) push(several, first, { words: [first, ...rest], class: number });
      else if (first.endsWith('*')) push(endings, prefixOf(first), number);
      else push(single, first, number);
    }
  const stems = new Set([...endings.keys()].map((key) => key.slice(0, endingLengths.shortest)));
  return { single, several, endings, stems };
}

/** A line whose first word may be absent is two lines: the index needs a first word. */
function openings(line: string): string[] {
  const [first = ''] = line.split(/\s+/, 1);
  if (/^\[?\.\./.test(first)) throw new Error(`A phrase begins with a word: ${line}`);
  if (!/\?\]?$/.test(first)) return [line];
  const rest = line.replace(/^\S+\s+/, '');
  return [line, ...openings(first.startsWith('[') ? `[${rest}` : rest)];
}

function place(
  line: string,
  rule: RuleSource,
  desk: Desk,
  byWord: Map<string, Phrase[]>,
  byClass: Phrase[][],
): void {
  const phrase: Phrase = { ...stepsOf(line, desk), says: rule.says, weight: rule.weight ?? 1 };
  const [first = ''] = line.replace(/^\[/, '').split(/\s+/, 1);
  const { words, classes } = choicesOf(first.replace(/[\]?]+$/, ''), desk, line);
  for (const word of words) push(byWord, word, phrase);
  for (const each of classes) byClass[each]?.push(phrase);
}

function stepsOf(line: string, desk: Desk): Pick<Phrase, 'steps' | 'marks'> {
  const steps: Step[] = [];
  let from = 0;
  let to = -1;
  for (const part of line.split(/\s+/)) {
    const bare = part.replace(/^\[/, '').replace(/\]$/, '');
    if (part.startsWith('[')) from = steps.length;
    if (bare !== '') steps.push(stepOf(bare, desk, line));
    if (part.endsWith(']')) to = steps.length - 1;
  }
  return { steps, marks: [from, to < 0 ? steps.length - 1 : to] };
}

function stepOf(part: string, desk: Desk, line: string): Step {
  const gap = /^\.\.(\d)$/.exec(part);
  const pause = part === ',';
  const none = { words: [], classes: [] };
  const { words, classes } = gap || pause ? none : choicesOf(part.replace(/\?$/, ''), desk, line);
  const bits: Bits = [0, 0, 0];
  for (const each of classes) addBit(bits, each);
  const numbers = words.map((word) => {
    const number = desk.numbers.get(word) ?? desk.numbers.size + 1;
    desk.numbers.set(word, number);
    return number;
  });
  return {
    words: new Set(numbers),
    classes: bits,
    optional: part.endsWith('?'),
    gap: gap ? Number(gap[1]) : 0,
    pause,
  };
}

/** The words and classes of `a|b|<c>|<d|e>`; inside `<>` a name that is no class is a word, but not one alone. */
function choicesOf(part: string, desk: Desk, line: string): { words: string[]; classes: number[] } {
  const words: string[] = [];
  const classes: number[] = [];
  for (const group of part.match(/<[^>]+>|[^|<>]+/g) ?? []) {
    const names = group.replace(/[<>]/g, '').split('|');
    for (const name of names) {
      const known = group.startsWith('<') ? desk.classOf.get(name) : undefined;
      if (known !== undefined) classes.push(known);
      else if (group.startsWith('<') && names.length === 1)
        throw new Error(`No class <${name}>: ${line}`);
      else words.push(name);
    }
  }
  return { words, classes };
}

/** Sets the bit of a class. */
export function addBit(bits: Bits | Int32Array, number: number, at = 0): void {
  const cell = at + Math.floor(number / 32);
  bits[cell] = (bits[cell] ?? 0) | (1 << (number % 32));
}

function prefixOf(entry: string): string {
  const prefix = entry.slice(0, -1);
  if (prefix.length < endingLengths.shortest || prefix.length > endingLengths.longest)
    throw new Error(`Too short or too long to stand for its endings: ${entry}`);
  return prefix;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
