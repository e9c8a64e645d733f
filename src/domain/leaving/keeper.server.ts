import { eq } from 'drizzle-orm';
import { removeArchive } from './inner/archive-files.server.ts';
import { archive, leaving } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** When a person asked for a copy, and when they will be erased: for themselves. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const [asked] = await db.select().from(archive).where(eq(archive.personId, personId));
  const [going] = await db.select().from(leaving).where(eq(leaving.personId, personId));
  return { copyAsked: asked?.asked ?? null, leavingAsked: going?.asked ?? null };
}

/** Removes a person's copy, file and row, and their wish to leave. That they were erased stays: a number. */
export async function erase(tx: Tx, personId: string): Promise<void> {
  await removeArchive(tx, personId);
  await tx.db.delete(leaving).where(eq(leaving.personId, personId));
}
