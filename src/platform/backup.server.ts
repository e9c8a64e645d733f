import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Client } from 'pg';
import { writeArchive, type AddEntry } from './backup-archive.server.ts';
import { backupFormat, type Manifest } from './backup-manifest.server.ts';
import { copyOut, listSequences, listTables } from './backup-tables.server.ts';
import type { Connection } from './db.server.ts';

/** What a backup is made of. `secret` is the server's own: without it nobody stays signed in. */
export interface BackupParts {
  connection: Connection;
  secret: string;
  mediaDir: string;
  product: string;
}

export interface NoBackup {
  refused: 'exists' | 'noFolder' | 'nothingThere' | 'anotherUnderWay';
}

const backupLock = 7_261_121;

/**
 * Writes everything that people entrusted to this server into one file: all tables as they were at
 * one moment, while others go on writing; the pictures; the server's secret. What waits in the job
 * queue stays out, so that a restored server sends nothing a second time. Changes nothing, and never
 * overwrites a file.
 */
export async function writeBackup(file: string, parts: BackupParts): Promise<Manifest | NoBackup> {
  if (existsSync(file)) return { refused: 'exists' };
  if (!existsSync(dirname(file))) return { refused: 'noFolder' };
  const client = new Client({ ...parts.connection, application_name: 'pocketfriends backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    await client.query(`set local statement_timeout = 0; set local timezone = 'UTC'`);
    const refused = await whyNot(client);
    if (refused) return refused;
    let manifest: Manifest | undefined;
    await writeArchive(file, async (add) => {
      manifest = await fill(client, parts, add);
    });
    if (!manifest) throw new Error('The backup has no table of contents.');
    return manifest;
  } finally {
    await client.end();
  }
}

// The first statement that reads fixes the snapshot, so what follows sees one moment.
async function whyNot(client: Client): Promise<NoBackup | undefined> {
  const { rows } = await client.query<{ alone: boolean; there: boolean }>(
    `select pg_try_advisory_xact_lock($1) as alone,
      to_regclass('drizzle.__drizzle_migrations') is not null as there`,
    [backupLock],
  );
  if (!rows[0]?.there) return { refused: 'nothingThere' };
  return rows[0].alone ? undefined : { refused: 'anotherUnderWay' };
}

async function fill(client: Client, parts: BackupParts, add: AddEntry): Promise<Manifest> {
  const { rows } = await client.query<{ made: Date; postgres: string }>(
    `select now() as made, current_setting('server_version') as postgres`,
  );
  const [about] = rows;
  if (!about) throw new Error('The database does not say what it is.');
  const migrations = await listMigrations(client);
  const tables: Manifest['tables'] = [];
  for (const table of await listTables(client)) tables.push(await copyOut(client, table, add));
  const sequences = await listSequences(client);
  await add('secret', Buffer.from(parts.secret));
  const manifest: Manifest = {
    format: backupFormat,
    product: parts.product,
    made: about.made.toISOString(),
    postgres: about.postgres,
    migrations,
    tables,
    sequences,
    secret: sha256(Buffer.from(parts.secret)),
    media: await addMedia(parts.mediaDir, add),
  };
  await add('manifest.json', Buffer.from(JSON.stringify(manifest, undefined, 1)));
  return manifest;
}

async function listMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from drizzle.__drizzle_migrations order by name',
  );
  return rows.map(({ name }) => name);
}

/** Pictures never change once written; one that was removed meanwhile is left out. */
async function addMedia(folder: string, add: AddEntry): Promise<Manifest['media']> {
  const media: Manifest['media'] = [];
  if (!existsSync(folder)) return media;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.part'));
  for (const { parentPath, name } of files) {
    const content = await readFile(join(parentPath, name)).catch(() => undefined);
    if (!content) continue;
    const path = relative(folder, join(parentPath, name)).split(sep).join('/');
    await add(`media/${path}`, content);
    media.push({ path, bytes: content.length, sha256: sha256(content) });
  }
  return media;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
