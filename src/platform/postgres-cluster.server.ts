import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { as } from './postgres-account.server.ts';
import type { PostgresHome } from './postgres-home.server.ts';

/** PostgreSQL's own settings, by their names; they win over ours. */
export type PostgresSettings = Record<string, string>;

/** A postmaster that we started; `exited` tells when it ended, `complaint` what it said last. */
export interface LaunchedPostmaster {
  pid: number;
  exited: Promise<unknown>;
  alive(): boolean;
  complaint(): string;
}

const ours: PostgresSettings = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  ssl: 'off',
  fsync: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Messages of refused statements may quote what people wrote, so they stay out of the file.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * Makes the cluster of a home unless it is there: UTF-8 with PostgreSQL's own C.UTF-8 order, so that
 * no update of the machine's C library can spoil an index, and checksums on every page. It is made
 * beside and moved, so an interrupted first start leaves nothing half-made.
 */
export async function makeCluster(
  home: PostgresHome,
  binaries: string,
  settings: PostgresSettings,
) {
  if (existsSync(home.cluster)) return;
  for (const name of readdirSync(home.folder))
    if (name.startsWith('cluster.new')) rmSync(join(home.folder, name), { recursive: true });
  const unfinished = `${home.cluster}.new.${process.pid}`;
  await initdb(join(binaries, 'initdb'), unfinished, home, settings['fsync'] === 'off');
  renameSync(unfinished, home.cluster);
}

/** Starts PostgreSQL on the home's cluster, in a session of its own: Ctrl-C is not for it. */
export function launch(
  home: PostgresHome,
  binaries: string,
  socket: string,
  settings: PostgresSettings,
): LaunchedPostmaster {
  const all = { ...ours, unix_socket_directories: socket, ...settings };
  const named = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(home);
  const child = spawn(join(binaries, 'postgres'), ['-D', home.cluster, ...named], {
    ...as(home.account),
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  return {
    pid: child.pid ?? 0,
    exited: once(child, 'exit'),
    alive: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    complaint: () => lastComplaint(readFileSync(home.log).subarray(log.start).toString('utf8')),
  };
}

function lastComplaint(text: string): string {
  const lines = text.trim().split('\n');
  const line = lines.findLast((each) => /FATAL|PANIC/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|PANIC): +/, '');
}

async function initdb(program: string, folder: string, home: PostgresHome, hasty: boolean) {
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--data-checksums'];
  options.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  // Trigram search asks the machine what a letter is, and "C" would know only those of English.
  options.push(`--lc-ctype=${locale}`, '--text-search-config=simple', '--no-instructions');
  if (hasty) options.push('--no-sync');
  const child = spawn(program, ['-D', folder, ...options], as(home.account));
  const [said, [code]] = await Promise.all([allOutput(child), once(child, 'close')]);
  if (code !== 0) throw new Error(`The database could not be made: ${said.trim()}`);
}

async function allOutput(child: ChildProcess): Promise<string> {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  await once(child, 'close');
  return parts.join('');
}

// One file, begun anew when it has grown over a megabyte.
function openLog(home: PostgresHome) {
  const grown = existsSync(home.log) && readFileSync(home.log).length > 1_000_000;
  const descriptor = openSync(home.log, grown ? 'w' : 'a', 0o600);
  const { uid, size } = fstatSync(descriptor);
  if (home.account && uid === 0) chownSync(home.log, home.account.uid, home.account.gid);
  return { descriptor, start: size };
}
