import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  findRunningPostgres,
  startEmbeddedPostgres,
  type EmbeddedConnection,
  type EmbeddedPostgres,
} from './embedded-postgres.server.ts';

const launcher = join(import.meta.dirname, 'embedded-postgres.server.ts');
let folder = '';
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pg-'));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('the first start makes a safe database that only this machine can reach', async () => {
  const { connection, adopted } = await start({});
  expect(adopted).toBe(false);
  expect(connection).toMatchObject({ user: 'pocketfriends', database: 'pocketfriends' });
  expect(await settingsOf(connection)).toEqual({
    fsync: 'on',
    data_checksums: 'on',
    listen_addresses: '',
    ssl: 'off',
    max_connections: '100',
    server_version_num: expect.stringMatching(/^18/),
  });
});

test('the product is no superuser, yet may make databases and the extensions it needs', async () => {
  const { connection } = await start();
  const [role] = await ask(
    connection,
    'select rolsuper from pg_roles where rolname = current_user',
  );
  expect(role).toEqual({ rolsuper: false });
  for (const extension of ['citext', 'pg_trgm', 'unaccent', 'btree_gin', 'pgcrypto'])
    await ask(connection, `create extension ${extension}`);
  await ask(connection, 'create database another');
});

test('search and order know letters beyond English', async () => {
  const { connection } = await start();
  await ask(connection, 'create extension pg_trgm');
  const [row] = await ask(
    connection,
    `select lower('ÄÖ') as small, cardinality(show_trgm('日本語')) as parts`,
  );
  expect(row).toEqual({ small: 'äö', parts: 4 });
});

test('nobody else on the machine can read what the database keeps', async () => {
  await start();
  const open = everyFile(folder).filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});

test('what was written is there after a stop and a start, without a recovery', async () => {
  const first = await start();
  await ask(first.connection, 'create table kept as select 1 as one');
  await first.stop();
  const second = await start();
  expect(await ask(second.connection, 'table kept')).toEqual([{ one: 1 }]);
  expect(second.adopted).toBe(false);
  expect(logOf(folder)).not.toContain('not properly shut down');
});

test('stopping twice, or after it has died, does no harm', async () => {
  const { stop } = await start();
  await stop();
  await stop();
});

test('a database that outlived its killed product is used again', async () => {
  const left = await startAndDie();
  const postgres = await start();
  expect(postgres).toMatchObject({ adopted: true, pid: left.pid, connection: left.connection });
  await postgres.stop();
  expect(await findRunningPostgres(folder)).toBeUndefined();
});

test('a database that was killed with its product recovers what it had promised', async () => {
  const { connection, pid } = await start();
  await ask(connection, 'create table kept as select 1 as one');
  process.kill(pid, 'SIGKILL');
  const again = await start();
  expect(again.adopted).toBe(false);
  expect(await ask(again.connection, 'table kept')).toEqual([{ one: 1 }]);
});

test('a process number that another program bears by now does not hinder the start', async () => {
  await (await start()).stop();
  const stranger = strangerOfSameAccount();
  const old = [
    stranger.pid,
    join(folder, 'postgres/cluster'),
    1,
    5432,
    folder,
    '',
    '1 1',
    'ready',
    '',
  ];
  writeFileSync(join(folder, 'postgres/cluster/postmaster.pid'), old.join('\n'), { mode: 0o600 });
  expect(await findRunningPostgres(folder)).toBeUndefined();
  expect((await start()).adopted).toBe(false);
  stranger.kill();
});

test('a start that fails says why in one sentence', async () => {
  const settings = { shared_buffers: 'plenty' };
  const attempt = startEmbeddedPostgres({ dataDir: folder, settings });
  await expect(attempt).rejects.toThrow(
    'PostgreSQL did not start. It says: invalid value for parameter "shared_buffers": "plenty"',
  );
});

test('a first start that was interrupted is begun anew', async () => {
  mkdirSync(join(folder, 'postgres/cluster.new.1'), { recursive: true, mode: 0o700 });
  await start();
  expect(existsSync(join(folder, 'postgres/cluster.new.1'))).toBe(false);
});

test('a command beside the product finds its database, and none when none runs', async () => {
  expect(await findRunningPostgres(folder)).toBeUndefined();
  const { connection, pid, stop } = await start();
  expect(await findRunningPostgres(folder)).toEqual({ connection, pid });
  await stop();
  expect(await findRunningPostgres(folder)).toBeUndefined();
});

// Without waiting for the disk, for speed; the first test starts it as the product does.
async function start(
  settings: Record<string, string> = { fsync: 'off' },
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings });
  running.push(postgres);
  return postgres;
}

async function startAndDie(): Promise<{ pid: number; connection: EmbeddedConnection }> {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(launcher)};
    const { pid, connection } = await startEmbeddedPostgres({ dataDir: process.argv[1] });
    process.stdout.write(JSON.stringify({ pid, connection }), () => process.kill(process.pid, 'SIGKILL'));`;
  const args = ['--input-type=module', '-e', script, folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  await once(child, 'exit');
  return JSON.parse(String(said));
}

function strangerOfSameAccount() {
  const { uid, gid } = statSync(join(folder, 'postgres'));
  return spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid, cwd: '/' } : { cwd: '/' });
}

async function ask(connection: EmbeddedConnection, statement: string): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function settingsOf(connection: EmbeddedConnection) {
  const names = `'fsync', 'data_checksums', 'listen_addresses', 'ssl', 'max_connections', 'server_version_num'`;
  const [row] = await ask(
    connection,
    `select json_object_agg(name, setting) as all from pg_settings where name in (${names})`,
  );
  return (row as { all: Record<string, string> }).all;
}

function everyFile(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .concat(place);
}

function logOf(place: string): string {
  return readFileSync(join(place, 'postgres/postgres.log'), 'utf8');
}
