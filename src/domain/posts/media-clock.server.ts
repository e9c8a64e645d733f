import { and, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm';
import { media } from './media-schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const hourMs = 60 * 60 * 1000;
const atOnce = 100;

/**
 * The job of every minute that takes away files which no post shows: a day after they were sent, and an hour
 * after their post was deleted, so that "delete and write anew" finds them.
 */
export async function removeLooseMedia(services: Services, _data: object): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const now = ctx.clock.now();
  const ago = (hours: number) => new Date(now.getTime() - hours * hourMs);
  const loose = and(isNull(media.postId), isNull(media.scheduledId));
  const deleted = and(loose, isNotNull(media.attached));
  await ctx.db
    .update(media)
    .set({ orphaned: now })
    .where(and(deleted, isNull(media.orphaned)));
  const over = or(
    and(isNull(media.attached), lte(media.created, ago(24))),
    and(isNotNull(media.attached), lte(media.orphaned, ago(1))),
  );
  await inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({ id: media.id, name: media.name })
      .from(media)
      .where(and(loose, over))
      .limit(atOnce)
      // One that is being put under a post just now stays.
      .for('update', { skipLocked: true });
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await tx.db.delete(media).where(inArray(media.id, ids));
    await tx.jobs.send(tx.db, 'remove-pictures', { names: rows.map(({ name }) => name) });
  });
}

/** Which of these files a post, a planned post or its sender still holds. */
export async function mediaInUse({ db }: Pick<Ctx, 'db'>, names: string[]): Promise<string[]> {
  const rows = await db.select({ name: media.name }).from(media).where(inArray(media.name, names));
  return rows.map(({ name }) => name);
}

/** The files of a person, for the copy that they take along; the newest last. */
export async function exportMedia({ db }: Pick<Ctx, 'db'>, personId: string) {
  const rows = await db.select().from(media).where(eq(media.ownerId, personId)).orderBy(media.id);
  return rows.map(
    ({ ownerId: _own, smallWidth: _w, smallHeight: _h, orphaned: _o, ...file }) => file,
  );
}

/** Takes every file of a person away: the rows now, the files by a job. */
export async function eraseMedia(
  { db, jobs }: Pick<Ctx, 'db' | 'jobs'>,
  personId: string,
): Promise<void> {
  const gone = await db
    .delete(media)
    .where(eq(media.ownerId, personId))
    .returning({ name: media.name });
  const names = gone.map(({ name }) => name);
  if (names.length > 0) await jobs.send(db, 'remove-pictures', { names });
}
