import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseOf, onServer } from '../../tests/global-setup.ts';
import { openWorld, type World } from '../../tests/world.ts';
import { readArchive } from './backup-archive.server.ts';
import { checkBackup, restoreBackup } from './backup-restore.server.ts';
import { writeBackup } from './backup.server.ts';
import type { Connection } from './db.server.ts';

let world: World;
let folder: string;
let source: Connection;
const secret = 'a secret of thirty-two characters!!';
const made: string[] = [];

beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'pf-backup-'));
  const { rows } = await world.services.pool.query<{ name: string }>(
    'select current_database() as name',
  );
  source = databaseOf(inject('connection'), rows[0]?.name ?? '');
  await fillWithHardTexts();
});
afterAll(async () => {
  await world.close();
  for (const name of made)
    await onServer(inject('connection'), `drop database ${name} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

async function fillWithHardTexts() {
  const anna = await world.aPatient();
  const text = 'Tab\there, line\nend, back\\slash, \\N, „quotes“, שלום, 🩻';
  for (let i = 0; i < 300; i++) {
    await world.services.pool.query(
      `insert into post (author_id, visibility, text, html) values ($1, 'public', $2, $3)`,
      [anna.personId, `${i} ${text}`, randomBytes(20_000).toString('base64')],
    );
  }
  await mkdir(join(folder, 'media', 'ab', 'cd'), { recursive: true });
  writeFileSync(join(folder, 'media', 'ab', 'cd', 'picture.webp'), randomBytes(5000));
}

const back = (file: string) =>
  writeBackup(file, {
    connection: source,
    secret,
    mediaDir: join(folder, 'media'),
    product: '0.1.0',
  });

async function anEmptyDatabase(): Promise<Connection> {
  const name = `pf_restore_${process.pid}_${made.length}`;
  await onServer(inject('connection'), `create database ${name}`);
  made.push(name);
  return databaseOf(inject('connection'), name);
}

async function contentOf(connection: Connection): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname in ('public', 'drizzle') order by 1`,
  );
  const all: unknown[] = [];
  for (const { name } of tables.rows) {
    const place = name.startsWith('__') ? 'drizzle' : 'public';
    const { rows } = await client.query(
      `select count(*), md5(string_agg(t::text, '|' order by t::text)) from (select ${place === 'drizzle' ? 'name' : '*'} from ${place}."${name}") t`,
    );
    all.push([name, rows[0]]);
  }
  const keys = await client.query(
    `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
  );
  await client.end();
  return [all, keys.rows];
}

test('a backup restored on an empty database has every row, key and picture', async () => {
  const file = join(folder, 'whole.tar.gz');
  const manifest = await back(file);
  expect(manifest).toMatchObject({ product: '0.1.0' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.part`)).toBe(false);
  const checked = await checkBackup(file);
  if ('refused' in checked) throw new Error(checked.refused);
  expect(checked.tables.find(({ name }) => name === 'post')).toMatchObject({ rows: 300 });
  const connection = await anEmptyDatabase();
  const dataDir = join(folder, 'restored');
  expect(await restoreBackup(file, checked, { connection, dataDir })).toEqual({ restored: true });
  expect(await contentOf(connection)).toEqual(await contentOf(source));
  expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe(secret);
  const picture = join('media', 'ab', 'cd', 'picture.webp');
  expect(readFileSync(join(dataDir, picture))).toEqual(readFileSync(join(folder, picture)));
  expect(await restoreBackup(file, checked, { connection, dataDir })).toEqual({
    refused: 'notEmpty',
  });
});

test('a backup with one changed byte, anywhere, is refused', async () => {
  const file = join(folder, 'damaged.tar.gz');
  await back(file);
  const whole = readFileSync(file);
  const places = [3, 4, 9, 10, 1000, whole.length - 200, whole.length - 60, whole.length - 1];
  for (const place of places) {
    const changed = Buffer.from(whole);
    changed[place] = (changed[place] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect(await checkBackup(file), `byte ${place}`).toEqual({ refused: 'damaged' });
  }
  writeFileSync(file, whole.subarray(0, whole.length / 2));
  expect(await checkBackup(file)).toEqual({ refused: 'damaged' });
  writeFileSync(file, 'no backup at all');
  expect(await checkBackup(file)).toEqual({ refused: 'notABackup' });
});

test('a restore that fails half-way leaves the database empty', async () => {
  const file = join(folder, 'exchanged.tar.gz');
  await back(file);
  const checked = await checkBackup(file);
  if ('refused' in checked) throw new Error(checked.refused);
  const other = checked.tables.map((table) => ({ ...table, sha256: '0'.repeat(64) }));
  const connection = await anEmptyDatabase();
  const place = { connection, dataDir: join(folder, 'failed') };
  await expect(restoreBackup(file, { ...checked, tables: other }, place)).rejects.toThrow(
    'changed',
  );
  expect(await restoreBackup(file, checked, place)).toEqual({ restored: true });
});

test('a backup holds one moment while others write, and one is made at a time', async () => {
  const file = join(folder, 'busy.tar.gz');
  let writing = true;
  const writers = (async () => {
    for (let i = 0; writing; i++) {
      await world.services.db.transaction(async (tx) => {
        await tx.execute(`insert into rate_limit (key, count, until) values ('a${i}', 1, 1)`);
        await tx.execute(
          `insert into paper_lookup (key, value, expires) values ('a${i}', '1', now())`,
        );
      });
    }
  })();
  const both = await Promise.all([back(file), back(join(folder, 'second.tar.gz'))]);
  writing = false;
  await writers;
  expect(both.filter((each) => 'refused' in each)).toEqual([{ refused: 'anotherUnderWay' }]);
  const [manifest] = both.filter((each) => !('refused' in each));
  if (!manifest || 'refused' in manifest) throw new Error('No backup was made.');
  const rows = (name: string) => manifest.tables.find((table) => table.name === name)?.rows;
  expect(rows('rate_limit')).toBe(rows('paper_lookup'));
});

test('nothing is overwritten, and a place that is not there is named', async () => {
  const file = join(folder, 'twice.tar.gz');
  await back(file);
  expect(await back(file)).toEqual({ refused: 'exists' });
  expect(await back(join(folder, 'nowhere', 'b.tar.gz'))).toEqual({ refused: 'noFolder' });
  const empty = { connection: await anEmptyDatabase(), secret, mediaDir: folder, product: '1' };
  expect(await writeBackup(join(folder, 'empty.tar.gz'), empty)).toEqual({
    refused: 'nothingThere',
  });
});

test('jobs that wait are not in a backup', async () => {
  const file = join(folder, 'jobs.tar.gz');
  await world.services.jobs.send(world.services.db, 'letter', { to: 'anna@example.org' });
  await back(file);
  const names: string[] = [];
  await readArchive(file, async (name) => void names.push(name));
  expect(names.filter((name) => name.includes('job'))).toEqual([]);
  expect(names.at(-1)).toBe('manifest.json');
});
