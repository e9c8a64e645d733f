import { eq } from 'drizzle-orm';
import { profileChanged } from './inner/profile-changed.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';
import { usualPosting, type PostingDefaults } from './posting-rules.ts';
import { postingDefault } from './profile-schema.server.ts';
import { person } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/** How the viewer's posts begin, before they say otherwise; the usual for guests. */
export async function findPostingDefaults({ db, viewer }: Ctx): Promise<PostingDefaults> {
  if (!viewer) return usualPosting;
  const [own] = await db
    .select()
    .from(postingDefault)
    .where(eq(postingDefault.personId, viewer.personId));
  if (!own) return usualPosting;
  const { visibility, sensitive, language, quotes } = own;
  return { visibility, sensitive, language, quotes };
}

/**
 * Changes how the viewer's posts begin, and whether people ask before they follow. What is not named
 * stays. Refuses `gone` to guests, and more than sixty changes of a profile an hour.
 */
export async function changePosting(
  ctx: Ctx,
  { locked, ...change }: Partial<PostingDefaults> & { locked?: boolean },
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  await inTransaction(ctx, async (tx) => {
    await writePosting(tx, viewer.personId, change);
    if (locked === undefined) return;
    const own = eq(person.id, viewer.personId);
    await tx.db.update(person).set({ locked, updated: tx.clock.now() }).where(own);
    await profileChanged(tx, viewer.personId);
  });
}

/** The same for posts alone, inside the caller's transaction, who has counted the change. */
export async function writePosting(
  tx: Tx,
  personId: string,
  change: Partial<PostingDefaults>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await tx.db
    .insert(postingDefault)
    .values({ personId, ...usualPosting, ...change })
    .onConflictDoUpdate({ target: postingDefault.personId, set: change });
}
