import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { AddEntry } from './backup-archive.server.ts';
import type { Manifest } from './backup-manifest.server.ts';

type Table = Manifest['tables'][number];
type Sequence = Manifest['sequences'][number];

const partBytes = 4 * 1024 * 1024;

/** Every table of the product with its columns. The job queue has a schema of its own and is not here. */
export async function listTables(client: Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    group by c.relname order by c.relname`);
  return rows;
}

/** Copies one table out in pieces of about 4 MB, each of whole rows, so that memory stays small. */
export async function copyOut(
  client: Client,
  { name, columns }: { name: string; columns: string[] },
  add: AddEntry,
): Promise<Table> {
  const rows = client.query(copyTo(`copy ${target(name, columns)} to stdout`));
  const hash = createHash('sha256');
  let parts = 0;
  const put = async (content: Buffer) => {
    hash.update(content);
    await add(partName(name, parts++), content);
  };
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < partBytes) continue;
    const all = Buffer.concat(held);
    // Inside COPY's text format a line feed always ends a row; those of texts are written as \n.
    const end = all.lastIndexOf(0x0a) + 1;
    if (end > 0) await put(all.subarray(0, end));
    held = [all.subarray(end)];
    bytes = all.length - end;
  }
  if (bytes > 0) await put(Buffer.concat(held));
  return { name, columns, rows: rows.rowCount, parts, sha256: hash.digest('hex') };
}

/** Copies one piece into its table and returns how many rows it had. */
export async function copyIn(
  client: Client,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  content: AsyncIterable<Buffer>,
): Promise<number> {
  const rows = client.query(copyFrom(`copy ${target(name, columns)} from stdin`));
  await pipeline(content, rows);
  return rows.rowCount;
}

/** The name of a table's piece inside the archive. */
export function partName(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(6, '0')}.copy`;
}

/** How far every sequence has counted. */
export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename as name from pg_sequences where schemaname = 'public' order by 1`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const { rows: told } = await client.query<Omit<Sequence, 'name'>>(
      `select last_value::text as value, is_called as used from public.${escapeIdentifier(name)}`,
    );
    if (told[0]) sequences.push({ name, ...told[0] });
  }
  return sequences;
}

/** Lets every sequence go on where it was. */
export async function setSequences(client: Client, sequences: Sequence[]): Promise<void> {
  for (const { name, value, used } of sequences) {
    const sequence = `public.${escapeIdentifier(name)}`;
    await client.query('select setval($1::regclass, $2::bigint, $3)', [sequence, value, used]);
  }
}

/**
 * Takes the references between tables away and returns what puts them back (and so checks every
 * row): tables can then be filled in any order, without the rights of a superuser.
 */
export async function liftReferences(client: Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ owner: string; name: string; definition: string }>(`
    select conrelid::regclass::text as owner, quote_ident(conname) as name,
      pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
  for (const { owner, name } of rows) {
    await client.query(`alter table ${owner} drop constraint ${name}`);
  }
  return async () => {
    for (const { owner, name, definition } of rows) {
      await client.query(`alter table ${owner} add constraint ${name} ${definition}`);
    }
  };
}

function target(name: string, columns: string[]): string {
  return `public.${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')})`;
}
