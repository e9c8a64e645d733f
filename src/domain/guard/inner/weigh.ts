import type { Role } from '../finding.ts';
import { learnt } from './weights.ts';

const models = { atWork: read(learnt.atWork), beside: read(learnt.beside) };

/** How much the cues of a text speak for one person in care who could be recognised: above nought they do. */
export function weigh(cues: ReadonlySet<string>, role: Role): number {
  const { bias, weights } = role === 'patient' || role === 'carer' ? models.beside : models.atWork;
  let sum = bias;
  for (const cue of cues) sum += weights.get(cue) ?? 0;
  return sum;
}

/** Entries by bars and lines: a weight in hundredths, a space, the cue; the one without a cue is the bias. */
function read(text: string): { bias: number; weights: ReadonlyMap<string, number> } {
  const weights = new Map<string, number>();
  for (const entry of text.split(/[|\n]/).filter(Boolean)) {
    const space = entry.indexOf(' ');
    weights.set(entry.slice(space + 1), Number(entry.slice(0, space)) / 100);
  }
  return { bias: weights.get('') ?? 0, weights };
}
