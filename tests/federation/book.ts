import { readFileSync } from 'node:fs';

const book = readFileSync(new URL('../../FEDERATION.md', import.meta.url), 'utf8');

/** What FEDERATION.md has under a heading, up to the next of its kind. */
function partUnder(heading: string): string {
  const part = book.split(/^## /m).find((one) => one.startsWith(`${heading}\n`));
  if (!part) throw new Error(`FEDERATION.md has nothing under “${heading}”.`);
  return part;
}

/** The rows of a table under a heading (the first unless told otherwise), each as its cells. */
export function tableUnder(heading: string, which = 0): string[][] {
  const tables = partUnder(heading).match(/(?:^\|.*\n)+/gm) ?? [];
  const [, , ...rows] = (tables[which] ?? '').trimEnd().split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The first example in JSON under a heading. */
// The shape of an example is what tests are about.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function exampleUnder(heading: string): any {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(partUnder(heading)) ?? [];
  return JSON.parse(json);
}

/** The types that a cell names: its words in code that begin with a capital letter. */
export const typesIn = (cell: string): string[] =>
  [...cell.matchAll(/`([A-Z]\w+)`/g)].map(([, type = '']) => type);
