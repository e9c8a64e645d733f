import { readdirSync, readFileSync } from 'node:fs';

const tickMs = 10;
const nanosecondsAMs = 1e6;

/** CPU milliseconds that all threads of a process have used. Linux; source: proc_pid_schedstat(5). */
export function cpuOf(pid: number): number {
  const threads = list(`/proc/${pid}/task`).map((thread) =>
    read(`/proc/${pid}/task/${thread}/schedstat`),
  );
  const used = threads.map((line) => Number(line.split(' ')[0] || 0));
  return used.reduce((sum, one) => sum + one, 0) / nanosecondsAMs;
}

/** Memory that a process holds, in bytes. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

/** Processes of one PostgreSQL that work for one database. */
export interface DatabaseProcesses {
  /** CPU milliseconds so far. */
  cpu(): number;
  /** Memory in bytes; pages that several processes share are counted once. */
  memory(): number;
}

/**
 * All processes under a postmaster, those that have ended included; on a server that others use too
 * (`database` names ours) only those that name our database, and the writers that all share.
 */
export function databaseProcesses(postmaster: number, database?: string): DatabaseProcesses {
  const shared = /checkpointer|background writer|walwriter|io worker/;
  const counts = (pid: number) => {
    const title = database ? read(`/proc/${pid}/cmdline`) : '';
    return !database || title.includes(` ${database} `) || shared.test(title);
  };
  const living = () => childrenOf(postmaster).filter(counts);
  return {
    cpu: () => living().reduce((sum, pid) => sum + cpuOf(pid), database ? 0 : endedOf(postmaster)),
    memory: () => [postmaster, ...living()].reduce((sum, pid) => sum + ownShareOf(pid), 0),
  };
}

/** The parent of a process: a backend's is the postmaster. */
export function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0);
}

/** Numbers after the name, which may hold spaces: state, parent, ... Source: proc_pid_stat(5). */
function statOf(pid: number): string[] {
  return read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
}

function childrenOf(parent: number): number[] {
  return list('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && parentOf(pid) === parent);
}

/** What the children that are gone have used (cutime + cstime). */
function endedOf(pid: number): number {
  const stat = statOf(pid);
  return (Number(stat[13] ?? 0) + Number(stat[14] ?? 0)) * tickMs;
}

function ownShareOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

// A process may end between being listed and being read.
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
