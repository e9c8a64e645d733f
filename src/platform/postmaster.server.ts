import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A living PostgreSQL of a folder, as its own postmaster.pid tells of it. */
export interface Postmaster {
  pid: number;
  socket: string;
  port: number;
  /** It has said that it takes connections. */
  ready: boolean;
}

/**
 * The PostgreSQL that lives on the cluster folder now, or nothing. A number that another program
 * bears by now is nobody.
 * Source: https://www.postgresql.org/docs/18/storage-file-layout.html (postmaster.pid)
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const told = readPidFile(cluster);
  return told && worksOn(told.pid, cluster) ? told : undefined;
}

/**
 * Takes away the lock files of a PostgreSQL that is gone when its number is now that of another
 * program: PostgreSQL sees only that the number is alive and would refuse to start. What it shares
 * in memory still keeps two of them off one cluster. Only for whoever holds the lock of the folder.
 */
export function dropMistakenLocks(cluster: string, socket: string): void {
  const told = readPidFile(cluster);
  if (told && worksOn(told.pid, cluster)) return;
  if (told && alive(told.pid)) rmSync(join(cluster, 'postmaster.pid'));
  rmSync(join(socket, '.s.PGSQL.5432.lock'), { force: true });
}

/**
 * Asks PostgreSQL to end the connections, write everything down (a checkpoint) and stop, and waits
 * until it has. Throws after `patience` milliseconds.
 */
export async function stopPostmaster(cluster: string, pid: number, patience = 60_000) {
  const end = Date.now() + patience;
  if (worksOn(pid, cluster)) process.kill(pid, 'SIGINT');
  while (worksOn(pid, cluster)) {
    if (Date.now() > end) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
    await pause(10);
  }
}

function readPidFile(cluster: string): Postmaster | undefined {
  const lines = readOrNothing(join(cluster, 'postmaster.pid')).split('\n');
  const [pid, port] = [Number.parseInt(lines[0] ?? '', 10), Number.parseInt(lines[3] ?? '', 10)];
  if (!(pid > 1)) return undefined;
  const socket = lines[4]?.trim() ?? '';
  return { pid, port: port || 5432, socket, ready: lines[7]?.trim() === 'ready' };
}

// PostgreSQL works in its cluster folder; where there is no /proc, its command line names the folder.
function worksOn(pid: number, cluster: string): boolean {
  if (!alive(pid)) return false;
  if (process.platform === 'linux') return linkTarget(`/proc/${pid}/cwd`) === cluster;
  const command = commandOf(pid);
  return command.includes('postgres') && command.includes(`-D ${cluster} `);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
