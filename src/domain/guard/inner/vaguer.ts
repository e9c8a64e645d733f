import type { Kind, Language, Role } from '../finding.ts';
import type { Mark } from './mark.ts';
import type { Token } from './tokens.ts';
import { vagueWords, type Words } from './vague-words.ts';

/** A mark with the words before it that would hang in the air, and what could stand for all of it. */
export function softened(
  marks: readonly Mark[],
  tokens: readonly Token[],
  language: Language | 'other',
  role: Role,
): (Mark & { vaguer: string })[] {
  if (language === 'other') return marks.map((mark) => ({ ...mark, vaguer: '' }));
  const own = vagueWords[language];
  const said = new Set<Kind>();
  let at = 0;
  let free = 0;
  return marks.map((mark) => {
    while (at < tokens.length && (tokens[at]?.from ?? 0) < mark.from) at++;
    const from = goesWith(mark.kind) ? reach(own, tokens, at, free) : mark.from;
    const before = tokens[at - 1]?.word ?? '';
    const kept =
      saidOnce(mark.kind) && said.has(mark.kind)
        ? ''
        : vaguerOf(mark, own, role, before, tokens, at);
    said.add(mark.kind);
    free = mark.to;
    return { ...mark, from: Math.min(from, mark.from), vaguer: kept };
  });
}

/** "at", "in the" before a day or a place: they go with it, unless another mark holds them. */
function reach(own: Words, tokens: readonly Token[], at: number, free: number): number {
  let first = at;
  for (let back = 1; back <= 2; back++) {
    const token = tokens[at - back];
    const here = tokens[at];
    if (!token || token.from < free || token.sentence !== here?.sentence) break;
    if (!own.prepositions.has(token.word)) break;
    first = at - back;
  }
  return tokens[first]?.from ?? Infinity;
}

function vaguerOf(
  mark: Mark,
  own: Words,
  role: Role,
  before: string,
  tokens: readonly Token[],
  at: number,
): string {
  if (mark.kind === 'place') return role === 'professional' ? own.atWork : own.nearby;
  if (mark.kind === 'health' && own.articles.has(before)) return own.illness;
  if (mark.kind === 'age') return ageOf(own, tokens, at, mark);
  return own.instead[mark.kind] ?? '';
}

function ageOf(own: Words, tokens: readonly Token[], at: number, mark: Mark): string {
  const [young, middle, old] = own.ages;
  for (let next = at; (tokens[next]?.to ?? Infinity) <= mark.to; next++) {
    const years = Number(tokens[next]?.word);
    if (years >= 70) return old;
    if (years >= 40) return middle;
  }
  return young;
}

function goesWith(kind: Kind): boolean {
  return kind === 'time' || kind === 'place' || kind === 'origin';
}

/** "recently" twice in a sentence says no more than once. */
function saidOnce(kind: Kind): boolean {
  return kind === 'time' || kind === 'place' || kind === 'confirms' || kind === 'event';
}
