// `npm test [-- STEP...]`: every check and every test, one step after the other; all of them run
// even when one fails. Ends with the sum of the tests, and exits 1 when anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { attackLines } from './adversary.mjs';
import { environment, makeReady, root } from './ready.mjs';

const node = makeReady();
const modules = join(root, 'node_modules');
const reports = join(root, '.cache', 'tests');

const steps = {
  check: { program: 'npm', args: ['run', '--silent', 'check'] },
  build: { program: node, args: [join(root, 'scripts', 'build.mjs')] },
  rooms: vitest('rooms'),
  federation: vitest('federation'),
  journeys: vitest('journeys'),
  reliability: vitest('reliability'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const results = Object.entries(steps)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .map(([name, step]) => runStep(name, step));
const passed = sum(results.map((result) => result.passed));
const failed = sum(results.map((result) => result.failed));
const skipped = sum(results.map((result) => result.skipped));

console.log('');
for (const { name, seconds, good } of results)
  console.log(`${good ? 'good  ' : 'FAILED'}  ${name} (${seconds} s)`);
for (const { name, faults } of results)
  for (const { title, reason } of faults)
    console.log(`  failed in ${name}: ${title}${reason && `\n    ${reason}`}`);
for (const line of attackLines(results.map(({ name }) => join(reports, `${name}.json`))))
  console.log(line);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function vitest(project) {
  return { program: node, args: [join(modules, 'vitest', 'vitest.mjs'), 'run'], project };
}

function runStep(name, { program, args, project }) {
  console.log(`\n== ${name} ==`);
  const report = join(reports, `${name}.json`);
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const all = project ? [...args, ...vitestOptions(project, report)] : args;
  const start = performance.now();
  const shell = process.platform === 'win32';
  const { status } = spawnSync(program, all, {
    cwd: root,
    env: environment(),
    stdio: 'inherit',
    shell,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${seconds} s ==`);
  return { name, seconds, good: status === 0, ...count(report, status) };
}

function vitestOptions(project, report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return ['--project', project, ...reporters];
}

// A step that fails without a failed test (types, a build, a file that cannot be loaded) counts one.
function count(report, status) {
  const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = told;
  const failed = status === 0 ? numFailedTests : Math.max(1, numFailedTests);
  const skipped = numPendingTests + numTodoTests;
  return { passed: numPassedTests, failed, skipped, faults: failedTests(told) };
}

/** The failed tests, each with what its first fault says and where, in a few lines. */
function failedTests({ testResults = [] }) {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ title, failureMessages = [] }) => ({ title, reason: inBrief(failureMessages[0]) }));
}

function inBrief(message = '') {
  const lines = stripVTControlCharacters(message).split('\n');
  const where = lines.filter((line) => line.includes(root) && !line.includes(modules)).slice(0, 2);
  const said = lines.filter((line) => line.trim() && !/^\s+at /.test(line)).slice(0, 4);
  return [...said, ...where].map((line) => line.trim().replace(root, '')).join('\n    ');
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
