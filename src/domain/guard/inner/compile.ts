import {
  addBit,
  drawerOf,
  endingLengths,
  type Bits,
  type Grammar,
  type GrammarSource,
  type Phrase,
  type RuleSource,
  type Step,
} from './grammar.ts';

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

function stepsOf(line: string, desk: Desk): Pick<Phrase, 'steps' | 'needs' | 'marks'> {
  const steps: Step[] = [];
  let from = 0;
  let to = -1;
  for (const part of line.split(/\s+/)) {
    const bare = part.replace(/^\[/, '').replace(/\]$/, '');
    if (part.startsWith('[')) from = steps.length;
    if (bare !== '') steps.push(stepOf(bare, desk, line));
    if (part.endsWith(']')) to = steps.length - 1;
  }
  return { steps, needs: needsOf(steps.slice(1)), marks: [from, to < 0 ? steps.length - 1 : to] };
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

/** What a sentence has to hold for each step: one of its classes, or a word of one of its drawers. */
function needsOf(steps: readonly Step[]): Int32Array {
  const needed = steps.filter(({ optional, gap, pause }) => !optional && !gap && !pause);
  const drawers = ({ words }: Step) => [...words].reduce((all, word) => all | drawerOf(word), 0);
  return Int32Array.from(needed.flatMap((step) => [...step.classes, drawers(step)]));
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
