import { addBit, endingLengths, type Grammar } from './grammar.ts';
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
  pauses: Uint8Array;
  /** Words of several: the class, and how many tokens. */
  longer: ReadonlyMap<number, readonly (readonly [class_: number, length: number])[]>;
}

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
    classes: [] as number[][],
    sentences: new Int32Array(size),
    pauses: new Uint8Array(size),
    longer: new Map<number, [number, number][]>(),
  };
  tokens.forEach((token, at) => {
    const handle = token.sort === 'handle';
    row.words[at] = handle ? 0 : (grammar.numberOf.get(token.word) ?? 0);
    row.sentences[at] = token.sentence;
    row.pauses[at] = token.before === ',' ? 1 : 0;
    const longer = handle ? [] : longerAt(tokens, at, grammar);
    if (longer.length > 0) row.longer.set(at, longer);
    const classes = handle ? none : classesOf(token.word, grammar);
    const has = (name: string) => {
      const number = grammar.classOf.get(name) ?? -1;
      return classes.includes(number) || longer.some(([other]) => other === number);
    };
    const plain = classes.length === 0 && longer.length === 0;
    // A small word has no shape to speak of.
    const small = token.sort === 'word' && !token.capital && token.before !== '"';
    const shapes = handle
      ? at === 0
        ? ['handle', 'opens_handle']
        : ['handle']
      : small
        ? []
        : shape(token, has, plain);
    const own = [...classes];
    for (const name of shapes) own.push(grammar.classOf.get(name) ?? 0);
    for (const number of own) addBit(row.bits, number, at * 3);
    for (const [number] of longer) if (!own.includes(number)) own.push(number);
    row.classes.push(own);
  });
  return row;
}

function longerAt(tokens: readonly Token[], at: number, grammar: Grammar): [number, number][] {
  const found: [number, number][] = [];
  const word = tokens[at]?.word ?? '';
  for (const each of grammar.several.get(word) ?? [])
    if (each.words.every((part, n) => tokens[at + n]?.word === part))
      found.push([each.class, each.words.length]);
  return found;
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
