import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFolder } from './private-folder.server.ts';

/** The data folder is ours until `release`, or until this process ends in whatever way. */
export interface FolderLock {
  release(): void;
}

/** Another living process (`pid`, when it has written its number already) holds the folder. */
export interface FolderInUse {
  refused: 'inUse';
  pid: number | undefined;
}

/**
 * Takes the data folder for this process, so that one product at a time works on it.
 *
 * The lock is one of the operating system's (fcntl, held through an empty SQLite file): the kernel
 * frees it when its holder dies, even by SIGKILL, and never while the holder lives, even stopped by
 * SIGSTOP. No process number and no clock decides, so neither can mislead. A copied folder is free.
 */
export function lockFolder(dataDir: string): FolderLock | FolderInUse {
  const folder = privateFolder(dataDir);
  const holder = join(folder, 'running.pid');
  const database = openLockFile(join(folder, 'running.lock'));
  if (!take(database)) {
    database.close();
    return { refused: 'inUse', pid: readHolder(holder) };
  }
  held.add(database);
  writeFileSync(holder, `${process.pid}\n`, { mode: 0o600 });
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(holder, { force: true });
      database.close();
      held.delete(database);
    },
  };
}

// A database that nobody names any more is closed by the garbage collector, and its lock with it.
const held = new Set<DatabaseSync>();

// The file is never opened when it exists: closing any other descriptor of it in this process would
// free the lock (POSIX: fcntl, "all locks ... shall be removed when a file descriptor ... is closed").
function openLockFile(path: string): DatabaseSync {
  if (!existsSync(path)) createPrivately(path);
  return new DatabaseSync(path, { timeout: 0 });
}

function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (fault) {
    if (!hasCode(fault, 'EEXIST')) throw fault;
  }
}

function take(database: DatabaseSync): boolean {
  try {
    database.exec('begin exclusive');
    return true;
  } catch (fault) {
    const busy = fault instanceof Error && 'errcode' in fault && fault.errcode === 5;
    if (!busy) throw fault;
    return false;
  }
}

function readHolder(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}
