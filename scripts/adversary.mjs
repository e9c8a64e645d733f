// Which of the known attacks have a test: a test says so by beginning its title with their ids
// ("SES-12, SES-26: a fresh id after each step").
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ready.mjs';

/**
 * The sum of attacks by area that a passed test names, as lines to print.
 *
 * @param {string[]} reports paths of Vitest's JSON reports
 * @returns {string[]}
 */
export function attackLines(reports) {
  const known = JSON.parse(readFileSync(join(root, 'tests', 'adversary-ids.json'), 'utf8'));
  const proved = new Set(reports.flatMap(titlesOfPassed).flatMap(idsIn));
  const areas = Object.entries(known).map(([area, numbers]) => {
    const held = numbers.filter((number) => proved.has(`${area}-${number}`));
    return { area, held: held.length, all: numbers.length };
  });
  const sum = (key) => areas.reduce((total, area) => total + area[key], 0);
  const each = areas.filter(({ held }) => held > 0);
  return [
    `attacks that a test holds off: ${sum('held')} of ${sum('all')} ids`,
    each.map(({ area, held, all }) => `${area} ${held}/${all}`).join(', '),
  ];
}

function titlesOfPassed(report) {
  if (!existsSync(report)) return [];
  const { testResults = [] } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed')
    .map(({ title }) => title);
}

function idsIn(title) {
  const [ids = ''] = /^(?:[A-Z]{3}-\d{2}(?:, )?)+(?=:)/.exec(title) ?? [];
  return ids.split(', ').filter(Boolean);
}
