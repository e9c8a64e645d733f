import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.server.ts';

const lockModule = join(import.meta.dirname, 'folder-lock.server.ts');
// The holder keeps nothing in a variable, and its memory is tidied before it says that it holds.
const holding = `import { lockFolder } from ${JSON.stringify(lockModule)};
const said = 'release' in lockFolder(process.argv[1]) ? 'held' : 'refused';
setInterval(() => undefined, 1000);
setImmediate(() => { gc(); console.log(said); });`;

let folder = '';
let holder: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  if (holder) await kill(holder);
  holder = undefined;
  rmSync(folder, { recursive: true, force: true });
});

test('a second start on the same folder is refused and told who holds it', async () => {
  holder = await holdElsewhere();
  expect(lockFolder(folder)).toEqual({ refused: 'inUse', pid: holder.pid });
});

test('a second start in the same process is refused too, and a third', () => {
  const lock = held();
  expect(lockFolder(folder)).toEqual({ refused: 'inUse', pid: process.pid });
  expect(lockFolder(folder)).toEqual({ refused: 'inUse', pid: process.pid });
  lock.release();
});

test('the folder of a killed process is free at once', async () => {
  await kill(await holdElsewhere());
  held().release();
});

test('a holder that is frozen keeps the folder', async () => {
  holder = await holdElsewhere();
  holder.kill('SIGSTOP');
  expect(lockFolder(folder)).toHaveProperty('refused', 'inUse');
});

test('a holder keeps the folder when somebody empties the lock file', async () => {
  holder = await holdElsewhere();
  truncateSync(join(folder, 'running.lock'));
  expect(lockFolder(folder)).toHaveProperty('refused', 'inUse');
});

test('a number of a living process left in the folder does not hold it', () => {
  writeFileSync(join(folder, 'running.pid'), `${process.ppid}\n`);
  held().release();
});

test('a copy of a folder in use is free', async () => {
  holder = await holdElsewhere();
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const lock = lockFolder(copy);
  rmSync(copy, { recursive: true });
  expect(lock).toHaveProperty('release');
});

test('a released folder can be taken again, and releasing twice does no harm', () => {
  const lock = held();
  lock.release();
  const next = held();
  lock.release();
  expect(lockFolder(folder)).toHaveProperty('refused', 'inUse');
  next.release();
});

test('what the lock leaves behind can be read by nobody else', () => {
  const lock = held();
  const modes = ['.', 'running.lock', 'running.pid'].map(
    (name) => statSync(join(folder, name)).mode,
  );
  expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0, 0]);
  lock.release();
});

test('a folder that others can open is refused, unless it is empty', () => {
  chmodSync(folder, 0o755);
  held().release();
  chmodSync(folder, 0o755);
  expect(() => lockFolder(folder)).toThrow(/chmod 700/);
});

function held() {
  const lock = lockFolder(folder);
  if ('refused' in lock) throw new Error('the folder is in use');
  return lock;
}

async function holdElsewhere(): Promise<ChildProcess> {
  const args = ['--expose-gc', '--input-type=module', '-e', holding, folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('held\n');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
