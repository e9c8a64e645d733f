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
  /** Of each step after the first without which it fits nowhere four numbers of bits: see `needsOf`. */
  needs: Int32Array;
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

/** Sets the bit of a class. */
export function addBit(bits: Bits | Int32Array, number: number, at = 0): void {
  const cell = at + Math.floor(number / 32);
  bits[cell] = (bits[cell] ?? 0) | (1 << (number % 32));
}

/** Which of 32 drawers holds a word, as a bit: many words share one. */
export function drawerOf(number: number): number {
  return 1 << (number & 31);
}
