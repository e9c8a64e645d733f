import type { Role } from '../finding.ts';
import { cuesOf, type Cued, type Wanted } from './cues.ts';
import { learnt } from './weights.ts';

interface Model extends Wanted {
  bias: number;
  weights: ReadonlyMap<string, number>;
}

const models = { atWork: read(learnt.atWork), beside: read(learnt.beside) };

/** How much the cues of a text speak for one person in care who could be recognised: above nought they do. */
export function weigh(cued: Cued, role: Role): number {
  const model = role === 'patient' || role === 'carer' ? models.beside : models.atWork;
  let sum = model.bias;
  for (const cue of cuesOf(cued, role, model)) sum += model.weights.get(cue) ?? 0;
  return sum;
}

/** Entries by bars and lines: a weight in hundredths, a space, the cue; the one without a cue is the bias. */
function read(text: string): Model {
  const weights = new Map<string, number>();
  const firsts = new Set<string>();
  for (const entry of text.split(/[|\n]/).filter(Boolean)) {
    const [hundredths, first = '', second] = entry.split(' ');
    weights.set(second === undefined ? first : `${first} ${second}`, Number(hundredths) / 100);
    if (second !== undefined) firsts.add(first);
  }
  return {
    bias: weights.get('') ?? 0,
    weights,
    has: (cue) => weights.has(cue),
    begins: (word) => firsts.has(word),
  };
}
