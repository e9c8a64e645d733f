import { addBit, drawerOf, endingLengths, type Grammar } from './grammar.ts';
import type { Token } from './tokens.ts';

/** A text as numbers, for phrases to be tried on: the words and classes of each token. */
export interface Row {
  size: number;
  /** The word's number in the grammar; 0 for words that no phrase names, and for handles. */
  words: Int32Array;
  /** Three numbers of bits a token: its classes. */
  bits: Int32Array;
  /** The classes themselves, for the index. */
  classes: readonly (readonly number[])[];
  sentences: Int32Array;
  /** Four numbers of bits a sentence: the classes of all its tokens, and the drawers of its words. */
  inSentence: Int32Array;
  pauses: Uint8Array;
  longer: ReadonlyMap<number, readonly Longer[]>;
}

/** Words of several that begin at a token: their class, and how many tokens. */
export type Longer = readonly [class_: number, length: number];

/** What the shape of a word says, beside what the lists know of it (see computed.ts). */
export type Shape = (
  token: Token,
  has: (name: string) => boolean,
  plain: boolean,
) => readonly string[];

/** Looks every token up, once. */
export function rowOf(tokens: readonly Token[], grammar: Grammar, shape: Shape): Row {
  const size = tokens.length;
  const row = {
    size,
    words: new Int32Array(size),
    bits: new Int32Array(size * 3),
    classes: [] as (readonly number[])[],
    sentences: new Int32Array(size),
    pauses: new Uint8Array(size),
    longer: new Map<number, readonly Longer[]>(),
  };
  tokens.forEach((token, at) => {
    const handle = token.sort === 'handle';
    row.words[at] = handle ? 0 : (grammar.numberOf.get(token.word) ?? 0);
    row.sentences[at] = token.sentence;
    row.pauses[at] = token.before === ',' ? 1 : 0;
    const longer = handle ? nowhere : longerAt(tokens, at, grammar);
    if (longer.length > 0) row.longer.set(at, longer);
    const classes = handle ? none : classesOf(token.word, grammar);
    const own = isSmall(token) ? classes : shaped(token, at, classes, longer, grammar, shape);
    for (const number of own) addBit(row.bits, number, at * 3);
    const more = longer.map(([number]) => number).filter((number) => !own.includes(number));
    row.classes.push(more.length > 0 ? [...own, ...more] : own);
  });
  return { ...row, inSentence: gathered(row) };
}

function gathered({ size, sentences, words, bits, longer }: Omit<Row, 'inSentence'>): Int32Array {
  const all = new Int32Array(((sentences[size - 1] ?? 0) + 1) * 4);
  for (let at = 0; at < size; at++) {
    const cell = (sentences[at] ?? 0) * 4;
    for (let n = 0; n < 3; n++) all[cell + n] = (all[cell + n] ?? 0) | (bits[at * 3 + n] ?? 0);
    const word = words[at] ?? 0;
    if (word !== 0) all[cell + 3] = (all[cell + 3] ?? 0) | drawerOf(word);
  }
  for (const [at, found] of longer)
    for (const [number] of found) addBit(all, number, (sentences[at] ?? 0) * 4);
  return all;
}

/** Most words are, and have no shape to speak of. */
function isSmall({ sort, capital, before }: Token): boolean {
  return sort === 'word' && !capital && before !== '"';
}

/** The classes of the list with those that the word's shape adds. */
function shaped(
  token: Token,
  at: number,
  classes: readonly number[],
  longer: readonly Longer[],
  grammar: Grammar,
  shape: Shape,
): readonly number[] {
  const has = (name: string) => {
    const number = grammar.classOf.get(name) ?? -1;
    return classes.includes(number) || longer.some(([other]) => other === number);
  };
  const plain = classes.length === 0 && longer.length === 0;
  const opening = at === 0 ? ['handle', 'opens_handle'] : ['handle'];
  const names = token.sort === 'handle' ? opening : shape(token, has, plain);
  return [...classes, ...names.map((name) => grammar.classOf.get(name) ?? 0)];
}

const nowhere: readonly Longer[] = [];

function longerAt(tokens: readonly Token[], at: number, grammar: Grammar): readonly Longer[] {
  const each = grammar.several.get(tokens[at]?.word ?? '');
  if (!each) return nowhere;
  return each
    .filter(({ words }) => words.every((part, n) => tokens[at + n]?.word === part))
    .map(({ class: class_, words }) => [class_, words.length]);
}

const none: readonly number[] = [];

function classesOf(word: string, grammar: Grammar): readonly number[] {
  const single = grammar.single.get(word) ?? none;
  if (!grammar.stems.has(word.slice(0, endingLengths.shortest))) return single;
  const found = [...single];
  const longest = Math.min(endingLengths.longest, word.length);
  for (let length = endingLengths.shortest; length <= longest; length++) {
    const endings = grammar.endings.get(word.slice(0, length));
    if (endings) found.push(...endings);
  }
  return found;
}
