// `npm run guard:learn`: learns how much each cue weighs from all sentences that are there to learn from, and writes
// src/domain/guard/inner/weights.ts. First it says what it would have made of sentences that it had not learnt from,
// a tenth of them at a time.
import { writeFileSync } from 'node:fs';
import type { Role } from '../../src/domain/guard/finding.ts';
import { casesOf, ownSets, type Case } from './cases.ts';
import { fit, scoreOf, type Model, type Weighed } from './regression.ts';
import { cuesOf } from '../../src/domain/guard/inner/cues.ts';
import { readPage } from '../../src/domain/guard/inner/page.ts';

/** The rules know the older sentences by heart, so that these count half of what the others do. */
const shares = { tuning: 0.5, 'other voices': 0.5, learning: 1 } as const;
const parts = 10;

/** Who writes of others' care as work, and who writes beside it; the fewer sentences, the dearer a weight. */
const sides = {
  atWork: { roles: ['professional', 'other'], price: 0.0007 },
  beside: { roles: ['patient', 'carer'], price: 0.004 },
};

/** Whoever says no role may be anybody, so that what patients and carers write is learnt as theirs too. */
const anybody: readonly Role[] = ['patient', 'carer'];

const file = new URL('../../src/domain/guard/inner/weights.ts', import.meta.url);
const models = Object.entries(sides).map(([side, { roles, price }]) => {
  const rows = side === 'atWork' ? [...rowsOf(roles), ...rowsOf(anybody, 'other')] : rowsOf(roles);
  sayHowGood(side, rows, price);
  return written(side, fit(rows, price));
});
writeFileSync(
  file,
  `/** Written by \`npm run guard:learn\`: the bias, then each cue that tells something (see cues.ts), in hundredths. */
export const learnt = {
${models.join('')}};
`,
);

function rowsOf(roles: readonly string[], as?: Role): Weighed[] {
  return Object.entries(shares).flatMap(([name, share]) =>
    casesOf(ownSets[name as keyof typeof shares])
      .filter(({ author_role: role }) => roles.includes(role))
      .map((one) => weighed({ ...one, author_role: as ?? one.author_role }, share)),
  );
}

function sayHowGood(side: string, rows: readonly Weighed[], price: number): void {
  const scored = rows.map((row) => ({ ...row, score: 0 }));
  for (let part = 0; part < parts; part++) {
    const model = fit(
      rows.filter((_, at) => at % parts !== part),
      price,
    );
    for (const row of scored.filter((_, at) => at % parts === part))
      row.score = scoreOf(model, row.cues);
  }
  const news = scored.filter(({ share }) => share === 1);
  for (const over of [0, 0.5, 1, 1.5, 2]) {
    const [recall, alarms] = [true, false].map((caution) => {
      const some = news.filter((row) => row.caution === caution);
      return (some.filter(({ score }) => score > over).length / some.length).toFixed(3);
    });
    console.log(`${side}, above ${over}: recall ${recall}, false alarms ${alarms}`);
  }
}

function weighed(one: Case, share: number): Weighed {
  const cues = [...cuesOf(readPage(one.text, undefined), one.author_role)];
  return { cues, caution: one.verdict === 'caution', share };
}

function written(side: string, { bias, weights }: Model): string {
  const cues = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = [['', bias] as const, ...cues]
    .map(([cue, weight]) => [cue, Math.round(weight * 100)] as const)
    .filter(([cue, weight]) => weight !== 0 || cue === '')
    .map(([cue, weight]) => `${weight} ${cue}`);
  return `  ${side}: \`\n${linesOf(entries).join('\n')}\n\`,\n`;
}

/** Parted by bars, and a new line wherever one would be longer than the page is wide. */
function linesOf(entries: readonly string[]): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last === undefined || last.length + entry.length > 100) lines.push(entry);
    else lines[lines.length - 1] = `${last}|${entry}`;
  }
  return lines;
}
