import { aSituation, factNames, factValues, type Situation } from './facts.ts';
import type { Table } from './table.ts';

/**
 * Draws the smallest diagram for what holds in each situation: `endOf` is asked once for every combination of
 * facts and answers with the places of rules. Equal parts are drawn once; facts that change nothing are left out.
 */
export function tabulate(endOf: (situation: Situation) => readonly number[]): Table {
  const ends = new Drawn();
  const nodes = new Drawn();
  const draw = (depth: number, situation: Situation): string => {
    const name = factNames[depth];
    if (!name) return `~${ends.place(endOf(situation).join(',') || '-')}`;
    const steps = factValues[name].map((value) => draw(depth + 1, { ...situation, [name]: value }));
    return new Set(steps).size === 1
      ? (steps[0] ?? '')
      : `${nodes.place([depth, ...steps].join())}`;
  };
  draw(0, aSituation());
  // Rows were drawn from the leaves up; the look-up begins at the first.
  const last = nodes.rows.length - 1;
  const turned = nodes.rows.toReversed().map((row) => {
    const [fact, ...steps] = row.split(',');
    return [
      fact,
      ...steps.map((step) => (step.startsWith('~') ? step : last - Number(step))),
    ].join();
  });
  return { nodes: turned.join(' '), ends: ends.rows.join(' ') };
}

/** Rows that were drawn; the same row again has the same place. */
class Drawn {
  readonly rows: string[] = [];
  readonly #places = new Map<string, number>();

  place(row: string): number {
    const place = this.#places.get(row) ?? this.rows.push(row) - 1;
    this.#places.set(row, place);
    return place;
  }
}
