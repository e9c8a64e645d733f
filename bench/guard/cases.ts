import { readFileSync } from 'node:fs';
import type { Role } from '../../src/domain/guard/finding.ts';
import { look } from '../../src/domain/guard/look.ts';

/** A sentence with what people said of it: one line of a JSON-lines file of the shared form. */
export interface Case {
  id: string;
  author_role: Role;
  text: string;
  verdict: 'clear' | 'caution';
  spans: string[];
  language?: string;
}

/** What the guard found in a set; shares are NaN where there was nothing to find. */
export interface Figures {
  cases: number;
  cautions: number;
  recall: number;
  falseAlarms: number;
  /** Of the letters that people marked, how many the guard marked, where it saw the case at all. */
  overlap: number;
  /** Stories of patients about themselves that were flagged. */
  ownStories: number;
  missed: string[];
  alarmed: string[];
}

/** What the held-back sentences must reach. */
export const bar = { recall: 0.85, falseAlarms: 0.12, ownStories: 0 };

/** Reads a JSON-lines file of cases; throws on a line that is none. */
export function casesOf(file: string | URL): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      const one = JSON.parse(line) as Case;
      if (typeof one.text !== 'string' || !['clear', 'caution'].includes(one.verdict))
        throw new Error(`Line ${at + 1} of ${String(file)} is no case.`);
      return { ...one, spans: one.spans ?? [] };
    });
}

/**
 * The guard's own sentences. `tuning`, `other voices`: the rules were written with them. `learning`: the weights were
 * learnt from them as well. `held back`, `strangers`: neither read nor learnt from; only the figures are looked at.
 */
export const ownSets = {
  tuning: new URL('./tuning.jsonl', import.meta.url),
  'held back': new URL('./held-back.jsonl', import.meta.url),
  'other voices': new URL('./other-voices.jsonl', import.meta.url),
  learning: new URL('./learning.jsonl', import.meta.url),
  strangers: new URL('./strangers.jsonl', import.meta.url),
};

/** Looks at every case as its author would have it looked at: the language is guessed. */
export function measure(cases: readonly Case[]): Figures {
  const missed: string[] = [];
  const alarmed: string[] = [];
  let ownStories = 0;
  const overlaps: number[] = [];
  for (const one of cases) {
    const finding = look(one.text, { role: one.author_role });
    const flagged = finding.verdict === 'caution';
    if (one.verdict === 'caution' && !flagged) missed.push(one.id);
    if (one.verdict === 'clear' && flagged) alarmed.push(one.id);
    if (one.verdict === 'clear' && flagged && one.author_role === 'patient') ownStories++;
    if (one.verdict === 'caution' && flagged && one.spans.length > 0)
      overlaps.push(shareMarked(one, finding.spans));
  }
  const cautions = cases.filter(({ verdict }) => verdict === 'caution').length;
  const clears = cases.length - cautions;
  return {
    cases: cases.length,
    cautions,
    recall: (cautions - missed.length) / cautions,
    falseAlarms: alarmed.length / clears,
    overlap: overlaps.reduce((sum, share) => sum + share, 0) / overlaps.length,
    ownStories,
    missed,
    alarmed,
  };
}

/** Which figures are under the bar; empty when all hold. */
export function underTheBar({ recall, falseAlarms, ownStories }: Figures): string[] {
  return [
    ...(recall < bar.recall ? [`recall ${recall.toFixed(3)} < ${bar.recall}`] : []),
    ...(falseAlarms > bar.falseAlarms
      ? [`false alarms ${falseAlarms.toFixed(3)} > ${bar.falseAlarms}`]
      : []),
    ...(ownStories > bar.ownStories ? [`${ownStories} own stories of patients flagged`] : []),
  ];
}

function shareMarked(one: Case, spans: readonly { from: number; to: number }[]): number {
  let wanted = 0;
  let got = 0;
  for (const words of one.spans) {
    const begins = one.text.indexOf(words);
    for (let at = begins; begins >= 0 && at < begins + words.length; at++) {
      wanted++;
      if (spans.some(({ from, to }) => at >= from && at < to)) got++;
    }
  }
  return wanted === 0 ? 1 : got / wanted;
}
