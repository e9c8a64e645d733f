import type { Grammar, Phrase, Step } from './grammar.ts';
import type { Row } from './row.ts';
import type { Token } from './tokens.ts';

/** Something a phrase found: tokens `first` to `last`, and where it stands in the original. */
export interface Sight {
  says: string;
  weight: number;
  first: number;
  last: number;
  from: number;
  to: number;
  sentence: number;
}

/** A phrase being tried: where each of its steps began and ended. */
interface Trial {
  row: Row;
  steps: readonly Step[];
  begun: Int32Array;
  ended: Int32Array;
}

/** No phrase has more steps. */
const mostSteps = 24;

/** Every place where a phrase of the grammar fits: a bounded look ahead from each token. */
export function sights(tokens: readonly Token[], row: Row, grammar: Grammar): Sight[] {
  const found: Sight[] = [];
  const trial: Trial = {
    row,
    steps: [],
    begun: new Int32Array(mostSteps),
    ended: new Int32Array(mostSteps),
  };
  const tryAll = (phrases: readonly Phrase[], at: number) => {
    for (const phrase of phrases) {
      if (!mayFit(phrase, row, at)) continue;
      trial.steps = phrase.steps;
      if (walk(trial, 0, at)) found.push(sightOf(phrase, trial, tokens));
    }
  };
  for (let at = 0; at < row.size; at++) {
    const token = tokens[at];
    const phrases = token?.sort === 'handle' ? undefined : grammar.byWord.get(token?.word ?? '');
    if (phrases) tryAll(phrases, at);
    for (const number of row.classes[at] ?? []) tryAll(grammar.byClass[number] ?? [], at);
  }
  return found;
}

/** Whether the sentence holds something for each step that the phrase needs: most phrases end here. */
function mayFit({ needs }: Phrase, { inSentence, sentences }: Row, at: number): boolean {
  const cell = (sentences[at] ?? 0) * 4;
  for (let nth = 0; nth < needs.length; nth += 4) {
    let held = 0;
    for (let n = 0; n < 4; n++) held |= (needs[nth + n] ?? 0) & (inSentence[cell + n] ?? 0);
    if (held === 0) return false;
  }
  return true;
}

function sightOf(phrase: Phrase, trial: Trial, tokens: readonly Token[]): Sight {
  const first = trial.begun[phrase.marks[0]] ?? 0;
  const last = Math.max(first, (trial.ended[phrase.marks[1]] ?? 1) - 1);
  const { says, weight } = phrase;
  const from = tokens[first]?.from ?? 0;
  const to = tokens[last]?.to ?? from;
  return { says, weight, first, last, from, to, sentence: tokens[first]?.sentence ?? 0 };
}

/** Do the steps from the `nth` fit from token `at` on? Gaps are bounded, so the work is. */
function walk(trial: Trial, nth: number, at: number): boolean {
  const step = trial.steps[nth];
  if (!step) return true;
  const { row } = trial;
  const here =
    at < row.size && (nth === 0 || row.sentences[at] === row.sentences[at - 1 < 0 ? 0 : at - 1]);
  if (step.pause) return here && row.pauses[at] === 1 && go(trial, nth, at, at);
  if (step.gap > 0) return skip(trial, nth, at, step.gap);
  if (here) {
    const longer = row.longer.get(at);
    if (longer)
      for (const [number, length] of longer)
        if (inBits(step, number) && go(trial, nth, at, at + length)) return true;
    if (fits(step, row, at) && go(trial, nth, at, at + 1)) return true;
  }
  return step.optional && go(trial, nth, at, at);
}

function go(trial: Trial, nth: number, at: number, after: number): boolean {
  trial.begun[nth] = at;
  trial.ended[nth] = after;
  return walk(trial, nth + 1, after);
}

function skip(trial: Trial, nth: number, at: number, gap: number): boolean {
  const { sentences, size } = trial.row;
  const sentence = sentences[at - 1] ?? 0;
  for (let after = at; after <= at + gap; after++) {
    if (go(trial, nth, at, after)) return true;
    if (after >= size || sentences[after] !== sentence) return false;
  }
  return false;
}

function fits(step: Step, row: Row, at: number): boolean {
  const [a, b, c] = step.classes;
  const { bits } = row;
  const cell = at * 3;
  if (((bits[cell] ?? 0) & a) | ((bits[cell + 1] ?? 0) & b) | ((bits[cell + 2] ?? 0) & c))
    return true;
  const word = row.words[at] ?? 0;
  return word !== 0 && step.words.has(word);
}

function inBits(step: Step, number: number): boolean {
  return ((step.classes[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
}
