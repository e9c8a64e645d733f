// `npm run bench:guard`: how much the privacy guard sees, and how often it cries wolf. `-- --cases FILE` adds any
// JSON-lines file of the shared form. Exits 1 when the held-back sentences, or those of the file, are under the bar.
import { parseArgs } from 'node:util';
import { casesOf, measure, ownSets, underTheBar, type Case, type Figures } from './cases.ts';
import { longTexts, speedHere, speedOnPhone } from './speed.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, list: { type: 'boolean', default: false } },
});

const sets: [name: string, cases: Case[], barred: boolean][] = Object.entries(ownSets).map(
  ([name, file]) => [name, casesOf(file), name === 'held back'],
);
if (values.cases) sets.push([values.cases, casesOf(values.cases), true]);

console.log(line(['', 'cases', 'caution', 'recall', 'false alarms', 'overlap', 'own stories']));
const faults: string[] = [];
for (const [name, cases, barred] of sets) {
  const figures = measure(cases);
  console.log(lineOf(name, figures));
  for (const [part, some] of parts(cases)) console.log(lineOf(`  ${part}`, measure(some)));
  if (barred) faults.push(...underTheBar(figures).map((fault) => `${name}: ${fault}`));
  if (values.list || name === values.cases) {
    console.log(`  missed: ${figures.missed.join(' ') || 'none'}`);
    console.log(`  false alarms: ${figures.alarmed.join(' ') || 'none'}`);
  }
}
await printSpeed();
for (const fault of faults) console.error(`Under the bar: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** How long 5,000 characters take: in this Node for each set, and as on a slow phone over all. */
async function printSpeed(): Promise<void> {
  const texts = sets.flatMap(([, cases]) => longTexts(cases));
  for (const [name, cases] of sets)
    console.log(`${name}: ${speedHere(longTexts(cases)).toFixed(1)} ms for 5,000 characters`);
  const phone = await speedOnPhone(texts);
  console.log(
    phone
      ? `as on a slow phone: ${phone.usual.toFixed(1)} ms, the first time ${phone.first.toFixed(1)} ms`
      : 'as on a slow phone: not measured, since the pages are not built ("npm run build")',
  );
}

/** A set by language and by who wrote. */
function parts(cases: readonly Case[]): [string, Case[]][] {
  const names = (of: (one: Case) => string) => [...new Set(cases.map(of))];
  const language = (one: Case) => one.language ?? 'en';
  return [
    ...names(language).map((name): [string, Case[]] => [
      name,
      cases.filter((one) => language(one) === name),
    ]),
    ...names((one) => one.author_role).map((name): [string, Case[]] => [
      name,
      cases.filter((one) => one.author_role === name),
    ]),
  ];
}

function lineOf(name: string, figures: Figures): string {
  const share = (n: number) => (Number.isNaN(n) ? '-' : n.toFixed(3));
  return line([
    name,
    figures.cases,
    figures.cautions,
    share(figures.recall),
    share(figures.falseAlarms),
    share(figures.overlap),
    figures.ownStories,
  ]);
}

function line(cells: (string | number)[]): string {
  return cells
    .map((cell, at) => String(cell).padEnd(at === 0 ? 24 : 13))
    .join('')
    .trimEnd();
}
