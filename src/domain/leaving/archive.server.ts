import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { and, eq, gt, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { zipOf } from './inner/archive-zip.server.ts';
import { archivePath, keepArchive, removeFile } from './inner/archive-files.server.ts';
import { archive } from './schema.server.ts';
import { writeToPerson } from '#domain/people/letters.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;
const gone = { refused: 'gone' } as const;

/** Where one's copy is: being made, ready to be fetched until `ends`, or fetched. `bytes` is its size. */
export type ArchiveState =
  | { state: 'making'; next: Date }
  | { state: 'ready'; ends: Date; bytes: number }
  | { state: 'fetched'; next: Date };

/** The copy that whoever asks has asked for; nothing when there is none, or it is over. */
export async function findArchive({ db, viewer, clock }: Ctx): Promise<ArchiveState | undefined> {
  if (!viewer) return undefined;
  const [own] = await db.select().from(archive).where(eq(archive.personId, viewer.personId));
  const next = own && new Date(own.asked.getTime() + day);
  if (!own || !next) return undefined;
  if (!own.made) return next > clock.now() ? { state: 'making', next } : undefined;
  if (!own.ends || own.ends <= clock.now()) return undefined;
  if (own.fetched) return { state: 'fetched', next };
  return { state: 'ready', ends: own.ends, bytes: own.bytes ?? 0 };
}

/**
 * Asks for a copy of everything about whoever asks; a job makes it and a letter says when it is ready.
 * One a day: refuses `tooSoon` until then.
 */
export async function askForArchive(
  ctx: Ctx,
): Promise<{ refused: 'gone' | 'tooSoon' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return gone;
  return inTransaction(ctx, async (tx) => {
    const asked = tx.clock.now();
    const empty = { asked, made: null, file: null, bytes: null };
    const fresh = { ...empty, tokenHash: null, ends: null, fetched: null };
    const { personId } = viewer;
    const [before] = await tx.db.select().from(archive).where(eq(archive.personId, personId));
    // Of many who ask at once, one row is written: the condition holds for the first only.
    const taken = await tx.db
      .insert(archive)
      .values({ personId, ...fresh })
      .onConflictDoUpdate({
        target: archive.personId,
        set: fresh,
        setWhere: lte(archive.asked, new Date(asked.getTime() - day)),
      })
      .returning();
    if (taken.length === 0) return { refused: 'tooSoon' as const };
    if (before?.file) await removeFile(tx, before.file);
    await tx.jobs.send(tx.db, 'make-archive', { personId });
    return undefined;
  });
}

/** The job: makes the copy and writes to its owner. Whoever was erased meanwhile leaves no file behind. */
export async function makeArchive(
  services: Services,
  { personId }: { personId: string },
): Promise<void> {
  const ctx = { ...services, viewer: null };
  const waiting = and(eq(archive.personId, personId), isNull(archive.made));
  if ((await ctx.db.select().from(archive).where(waiting)).length === 0) return;
  const file = `${randomBytes(16).toString('hex')}.zip`;
  const bytes = await keepArchive(ctx, file, await zipOf(ctx, personId));
  const kept = await inTransaction(ctx, async (tx) => {
    const made = tx.clock.now();
    const ends = new Date(made.getTime() + day);
    const set = { made, file, bytes, ends };
    const rows = await tx.db.update(archive).set(set).where(waiting).returning();
    if (rows.length > 0) await writeToPerson(tx, personId, { kind: 'copyReady' });
    return rows.length > 0;
  }).catch(async (fault: unknown) => {
    await removeFile(ctx, file);
    throw fault;
  });
  if (!kept) await removeFile(ctx, file);
}

/**
 * A token that opens one's copy once. Only a page that has just asked its reader to show that it is
 * them calls this. Refuses `gone` when there is no copy to fetch.
 */
export async function newArchiveToken(ctx: Ctx): Promise<{ token: string } | typeof gone> {
  const token = randomBytes(24).toString('base64url');
  const set = { tokenHash: hashOf(token) };
  const rows = await ctx.db.update(archive).set(set).where(readyFor(ctx)).returning();
  return rows.length > 0 ? { token } : gone;
}

/** A copy on its way out. `bytes` is its size; the name says whose and of when. */
export interface OpenArchive {
  name: string;
  bytes: number;
  content: AsyncIterable<Uint8Array>;
}

/**
 * Opens one's copy, once: of many who bring the token, the first gets it. The file is removed when all
 * of it was read; when the line breaks before, its owner can ask for another token. Nothing for
 * everybody else, whatever they bring.
 */
export async function openArchive(ctx: Ctx, token: string): Promise<OpenArchive | undefined> {
  const { viewer } = ctx;
  if (!viewer) return undefined;
  const mine = and(readyFor(ctx), eq(archive.tokenHash, hashOf(token)));
  const set = { fetched: ctx.clock.now(), tokenHash: null };
  const [own] = await ctx.db.update(archive).set(set).where(mine).returning();
  if (!own?.file || !own.made) return undefined;
  const { file, made } = own;
  const date = made.toISOString().slice(0, 10);
  const name = `pocket-friends-${viewer.handle}-${date}.zip`;
  return { name, bytes: own.bytes ?? 0, content: readOnce(ctx, viewer.personId, file) };
}

async function* readOnce(ctx: Ctx, personId: string, file: string) {
  let whole = false;
  try {
    const handle = await open(archivePath(ctx, file));
    // Closes the file at the end, and when whoever reads goes away.
    yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
    whole = true;
  } finally {
    if (whole) await removeFile(ctx, file);
    const done = whole ? { file: null } : { fetched: null };
    const same = and(eq(archive.personId, personId), eq(archive.file, file));
    await ctx.db.update(archive).set(done).where(same);
  }
}

/** Removes copies whose day is over, and forgets those that could not be made. */
export async function forgetOldArchives(services: Services): Promise<void> {
  const now = services.clock.now();
  const before = new Date(now.getTime() - day);
  const over = sql`${lte(archive.ends, now)} or (${isNull(archive.made)} and ${lte(archive.asked, before)})`;
  const rows = await services.db.delete(archive).where(over).returning();
  for (const { file } of rows) if (file) await removeFile(services, file);
}

function readyFor({ viewer, clock }: Ctx) {
  const own = eq(archive.personId, viewer?.personId ?? '0');
  const there = and(isNotNull(archive.made), isNotNull(archive.file), isNull(archive.fetched));
  return and(own, there, gt(archive.ends, clock.now()));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
