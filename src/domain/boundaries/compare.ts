import { advisedGrade } from './advise.ts';
import { grades, type Grade, type Pack } from './pack.ts';
import { sayWhen } from './situation-words.ts';
import { everyWay, type When } from './table.ts';
import { tabulate } from './tabulate.ts';

/** A situation that is advised otherwise than before; facts that make no difference are left out. */
export interface Change {
  from: Grade;
  to: Grade;
  when: When;
  says: string;
}

/** The grade of each of nine pairs, by its place. */
const pairOf = (from: Grade, to: Grade) =>
  grades.indexOf(from) * grades.length + grades.indexOf(to);

/**
 * The situations whose grade changes when some packs take the place of others: a preview for whoever edits rules
 * ("these 14 situations become with caution"). Situations that differ in nothing that matters are one.
 */
export function compareAdvice(before: readonly Pack[], after: readonly Pack[]): Change[] {
  const differences = tabulate((situation) => {
    const [from, to] = [advisedGrade(before, situation), advisedGrade(after, situation)];
    return from === to ? [] : [pairOf(from, to)];
  });
  return [...everyWay(differences)].flatMap(({ when, end: [pair] }) => {
    if (pair === undefined) return [];
    const from = grades[Math.floor(pair / grades.length)] ?? 'open';
    const to = grades[pair % grades.length] ?? 'open';
    return [{ from, to, when, says: sayWhen(when) }];
  });
}
