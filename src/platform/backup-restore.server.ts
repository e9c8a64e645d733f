import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { checkSeal, readArchive } from './backup-archive.server.ts';
import { Manifest } from './backup-manifest.server.ts';
import { copyIn, liftReferences, setSequences } from './backup-tables.server.ts';
import { migrationLock, migrationsFolder, type Connection } from './db.server.ts';

export interface NotRestored {
  refused: 'notABackup' | 'damaged' | 'newerVersion' | 'otherSecret';
}

/** Reads a whole backup and believes nothing: every byte, every table, every picture. Writes nothing. */
export async function checkBackup(file: string): Promise<Manifest | NotRestored> {
  if (!looksLikeGzip(file)) return { refused: 'notABackup' };
  if (!(await checkSeal(file))) return { refused: 'damaged' };
  const found = new Map<string, Hash>();
  let text = '';
  await readArchive(file, async (name, content) => {
    const hash = hashFor(found, groupOf(name));
    for await (const chunk of content) {
      hash.update(chunk);
      if (name === 'manifest.json') text += chunk.toString('utf8');
    }
  });
  const manifest = Manifest.safeParse(parse(text));
  if (!manifest.success) return { refused: 'notABackup' };
  if (!sameContent(manifest.data, found)) return { refused: 'damaged' };
  const known = new Set(readdirSync(migrationsFolder));
  const foreign = manifest.data.migrations.some((name) => !known.has(name));
  return foreign ? { refused: 'newerVersion' } : manifest.data;
}

/** Where a backup goes. The database must be empty; the folder may hold the same secret and pictures. */
export interface RestorePlace {
  connection: Connection;
  dataDir: string;
  /** What is not to be as it was then: asked with the tables of today, before anybody sees them. */
  afterwards?: (client: Client) => Promise<void>;
}

/**
 * Fills an empty database from a checked backup: lays the tables as they were then, copies every
 * row, brings the tables up to date, all in one transaction, so that an interrupted restore leaves
 * the database empty. Secret and pictures are written before the commit. Servers that start
 * meanwhile wait. Refuses a database that has tables, and a folder with a secret of its own.
 */
export async function restoreBackup(
  file: string,
  manifest: Manifest,
  { connection, dataDir, afterwards }: RestorePlace,
): Promise<{ restored: true } | { refused: 'notEmpty' | 'otherSecret' }> {
  if (otherSecret(dataDir, manifest)) return { refused: 'otherSecret' };
  const client = new Client({ ...connection, application_name: 'pocketfriends restore' });
  client.on('error', () => undefined);
  await client.connect();
  const then = await migrationsOf(manifest);
  try {
    await client.query('set statement_timeout = 0');
    return await drizzle({ client }).transaction(async (tx) => {
      await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
      if (await hasTables(client)) return { refused: 'notEmpty' };
      await migrate(tx as unknown as Parameters<typeof migrate>[0], { migrationsFolder: then });
      const putBack = await liftReferences(client);
      await readArchive(file, takeInto(client, manifest, dataDir));
      await putBack();
      await setSequences(client, manifest.sequences);
      await migrate(tx as unknown as Parameters<typeof migrate>[0], { migrationsFolder });
      await afterwards?.(client);
      return { restored: true };
    });
  } finally {
    await client.end();
    await rm(then, { recursive: true, force: true });
  }
}

/** What is read now is hashed again: the file may have been exchanged since it was checked. */
function takeInto(client: Client, manifest: Manifest, dataDir: string) {
  const hashes = new Map<string, Hash>();
  return async (name: string, content: AsyncIterable<Buffer>) => {
    const chunks = hashed(content, hashFor(hashes, groupOf(name)));
    const table = manifest.tables.find((each) => `tables/${each.name}` === groupOf(name));
    if (table) await copyIn(client, table, chunks);
    else if (name === 'secret') await writeOnce(join(dataDir, 'secret'), await gather(chunks));
    else if (name.startsWith('media/')) await writeOnce(join(dataDir, name), await gather(chunks));
    else {
      await gather(chunks);
      if (!sameContent(manifest, hashes)) throw new Error('The file changed while it was read.');
    }
  };
}

async function* hashed(content: AsyncIterable<Buffer>, hash: Hash) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

async function gather(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Complete or absent. What is there already is the same: secrets are compared, names are random. */
async function writeOnce(path: string, content: Buffer): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

async function hasTables(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(`
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    limit 1`);
  return rowCount !== 0;
}

/** A folder with just the migrations that the backup's database had. */
async function migrationsOf(manifest: Manifest): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pocketfriends-migrations-'));
  for (const name of manifest.migrations) {
    cpSync(join(migrationsFolder, name), join(folder, name), { recursive: true });
  }
  return folder;
}

function otherSecret(dataDir: string, manifest: Manifest): boolean {
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) return false;
  const own = createHash('sha256').update(readFileSync(file, 'utf8').trim());
  return own.digest('hex') !== manifest.secret;
}

function sameContent(manifest: Manifest, found: ReadonlyMap<string, Hash>): boolean {
  const expected = new Map([
    ['secret', manifest.secret],
    ...manifest.tables
      .filter(({ parts }) => parts > 0)
      .map(({ name, sha256 }) => [`tables/${name}`, sha256] as const),
    ...manifest.media.map(({ path, sha256 }) => [`media/${path}`, sha256] as const),
  ]);
  const others = [...found.keys()].filter((name) => name !== 'manifest.json');
  return (
    others.length === expected.size &&
    others.every((name) => expected.get(name) === found.get(name)?.copy().digest('hex'))
  );
}

function hashFor(hashes: Map<string, Hash>, group: string): Hash {
  const hash = hashes.get(group) ?? createHash('sha256');
  hashes.set(group, hash);
  return hash;
}

/** A table's pieces belong together; everything else stands for itself. */
function groupOf(name: string): string {
  return /^(tables\/[^/]+)\/\d{6}\.copy$/.exec(name)?.[1] ?? name;
}

function looksLikeGzip(file: string): boolean {
  const head = Buffer.alloc(3);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, head);
  closeSync(descriptor);
  return head.toString('hex') === '1f8b08';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
