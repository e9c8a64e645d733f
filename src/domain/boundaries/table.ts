import { factNames, factValues, type FactName, type Situation } from './facts.ts';

/**
 * A decision diagram. `nodes`: one node a row, rows parted by spaces: the number of the fact it asks for
 * (`factNames`), then where each of the fact's values leads (`factValues`), parted by commas: a number is a row,
 * `~3` an end. `ends`: what holds at each end, as places in the pack's list of rules, parted alike. The first row
 * is the beginning; without rows there is one end. A fact that changes nothing is not asked for.
 */
export interface Table {
  nodes: string;
  ends: string;
}

/** A table that was unpacked: negative steps are ends, `-1` the first. */
interface Diagram {
  nodes: readonly (readonly number[])[];
  ends: readonly (readonly number[])[];
}

const unpacked = new WeakMap<Table, Diagram>();

function diagramOf(table: Table): Diagram {
  const known = unpacked.get(table);
  if (known) return known;
  const rows = (text: string) => (text === '' ? [] : text.split(' '));
  const step = (word: string) => (word.startsWith('~') ? -1 - Number(word.slice(1)) : Number(word));
  const diagram = {
    nodes: rows(table.nodes).map((row) => row.split(',').map(step)),
    ends: rows(table.ends).map((row) => (row === '-' ? [] : row.split(',').map(Number))),
  };
  unpacked.set(table, diagram);
  return diagram;
}

const placeOf = Object.fromEntries(
  factNames.map((name) => [name, new Map(factValues[name].map((value, at) => [value, at]))]),
) as unknown as Record<FactName, Map<unknown, number>>;

/** Which rules hold in a situation, as places in the pack's list. Throws on a value that is none of a fact's. */
export function lookUp(table: Table, situation: Situation): readonly number[] {
  const { nodes, ends } = diagramOf(table);
  let at = nodes.length === 0 ? -1 : 0;
  while (at >= 0) {
    const node = nodes[at] ?? [];
    const name = factNames[node[0] ?? 0] ?? 'channel';
    const value = placeOf[name].get(situation[name]);
    if (value === undefined) throw new Error(`"${String(situation[name])}" is no value of ${name}`);
    at = node[value + 1] ?? -1;
  }
  return ends[-1 - at] ?? [];
}

/** The facts that can change what holds, once some are known. */
export function factsThatMatter(table: Table, known: Partial<Situation>): Set<FactName> {
  const { nodes } = diagramOf(table);
  const found = new Set<FactName>();
  const left = nodes.length === 0 ? [] : [0];
  const seen = new Set(left);
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const [fact = 0, ...steps] = nodes[at] ?? [];
    const name = factNames[fact] ?? 'channel';
    const value = known[name] === undefined ? undefined : placeOf[name].get(known[name]);
    if (value === undefined) found.add(name);
    for (const step of value === undefined ? steps : steps.slice(value, value + 1)) {
      if (step >= 0 && !seen.has(step)) left.push(step);
      seen.add(step);
    }
  }
  return found;
}

/** Some values of some facts: a fact that is not named may have any. */
export type When = { [Name in FactName]?: readonly Situation[Name][] };

/** Every way through a table, with the values that lead along it, and what holds at its end. */
export function* everyWay(table: Table): Generator<{ when: When; end: readonly number[] }> {
  const { nodes, ends } = diagramOf(table);
  function* from(at: number, when: When): Generator<{ when: When; end: readonly number[] }> {
    if (at < 0) return void (yield { when, end: ends[-1 - at] ?? [] });
    const [fact = 0, ...steps] = nodes[at] ?? [];
    const name = factNames[fact] ?? 'channel';
    for (const step of new Set(steps)) {
      const values = factValues[name].filter((_, place) => steps[place] === step);
      yield* from(step, { ...when, [name]: values });
    }
  }
  yield* from(nodes.length === 0 ? -1 : 0, {});
}
