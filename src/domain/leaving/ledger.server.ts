import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { erasure } from './schema.server.ts';
import { pastHandle } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * Somebody who was erased: their number and when; their handle as a keyed hash, so that it is given to
 * nobody else, also after an older backup was put back. Nothing here says who they were.
 */
export const Erased = z.object({
  person: z.string().regex(/^[1-9]\d{0,18}$/),
  erased: z.iso.datetime(),
  handles: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
/** What `Erased` reads. */
export type Erased = z.infer<typeof Erased>;

/** The list of the erased, a line of JSON each: a file beside the database, so that restoring one cannot undo it. */
export function ledgerFile(dataDir: string): string {
  return join(dataDir, 'erased.jsonl');
}

/** Reads such a list. A line that a crash left unfinished is passed over; no file is an empty list. */
export async function readLedger(file: string): Promise<Erased[]> {
  const text = await readFile(file, 'utf8').catch((fault: unknown) => {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return '';
    throw fault;
  });
  return text.split('\n').flatMap((line) => {
    const read = Erased.safeParse(parse(line));
    return read.success ? [read.data] : [];
  });
}

/** Adds to the list, on the disk before this returns. Who is on it already stays as they are. */
export async function writeLedger(dataDir: string, erased: readonly Erased[]): Promise<void> {
  const file = ledgerFile(dataDir);
  const known = new Set((await readLedger(file)).map(({ person }) => person));
  const fresh = erased.filter(({ person }) => !known.has(person));
  if (fresh.length === 0) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a', 0o600);
  try {
    // Each begins a line of its own, also behind one that was never finished.
    await handle.writeFile(fresh.map((one) => `\n${JSON.stringify(one)}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes in the database that somebody was erased, and returns the line for the list beside it. */
export async function keepErasure(tx: Ctx, personId: string): Promise<Erased> {
  const erased = tx.clock.now();
  await tx.db.insert(erasure).values({ personId, erased }).onConflictDoNothing();
  const handles = await tx.db.select().from(pastHandle).where(eq(pastHandle.personId, personId));
  return {
    person: personId,
    erased: erased.toISOString(),
    handles: handles.map(({ handleHash }) => handleHash),
  };
}

/** Everybody whom the database or the list beside it calls erased; afterwards each knows what the other did. */
export async function bringTogether(ctx: Ctx): Promise<string[]> {
  const listed = await readLedger(ledgerFile(ctx.config.dataDir));
  for (const { person, erased, handles } of listed) {
    const since = new Date(erased);
    await ctx.db.insert(erasure).values({ personId: person, erased: since }).onConflictDoNothing();
    const rows = handles.map((handleHash) => ({ handleHash, personId: person, since }));
    if (rows.length > 0) await ctx.db.insert(pastHandle).values(rows).onConflictDoNothing();
  }
  const kept = await ctx.db.select().from(erasure);
  const ids = kept.map(({ personId }) => personId);
  const known = new Set(listed.map(({ person }) => person));
  const unlisted = ids.filter((id) => !known.has(id));
  if (unlisted.length > 0) await listThem(ctx, unlisted);
  return ids;
}

async function listThem(ctx: Ctx, ids: string[]): Promise<void> {
  const rows = await ctx.db.select().from(erasure).where(inArray(erasure.personId, ids));
  const handles = await ctx.db.select().from(pastHandle).where(inArray(pastHandle.personId, ids));
  const lines = rows.map(({ personId, erased }) => ({
    person: personId,
    erased: erased.toISOString(),
    handles: handles.filter((row) => row.personId === personId).map((row) => row.handleHash),
  }));
  await writeLedger(ctx.config.dataDir, lines);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
