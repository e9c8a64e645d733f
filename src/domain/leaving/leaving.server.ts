import { eq } from 'drizzle-orm';
import { isLastOperator } from './erasure.server.ts';
import { leaving } from './schema.server.ts';
import { writeToPerson } from '#domain/people/letters.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const day = 24 * 60 * 60 * 1000;

/** How long somebody can change their mind. */
export const daysToThinkAgain = 7;

/** When whoever asks will be erased; nothing when they are not leaving. */
export async function findLeaving({ db, viewer }: Ctx): Promise<{ ends: Date } | undefined> {
  if (!viewer) return undefined;
  const [found] = await db.select().from(leaving).where(eq(leaving.personId, viewer.personId));
  return found && { ends: found.ends };
}

/**
 * Begins to leave: in seven days everything of whoever asks is erased. Until then all stays as it is,
 * and they can change their mind; a letter says so. Refuses `lastOperator` while nobody else looks after
 * the place, `tooFast` after five times in a day. Asking again moves nothing.
 */
export async function askToLeave(
  ctx: Ctx,
): Promise<{ ends: Date } | { refused: 'gone' | 'lastOperator' | 'tooFast' }> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  const often = { times: 5, seconds: day / 1000 };
  if (await limited(ctx, `leave of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const { personId } = viewer;
    if (await isLastOperator(tx, personId)) return { refused: 'lastOperator' };
    const asked = tx.clock.now();
    const ends = new Date(asked.getTime() + daysToThinkAgain * day);
    const row = { personId, asked, ends };
    const made = await tx.db.insert(leaving).values(row).onConflictDoNothing().returning();
    if (made.length === 0) return (await findLeaving(tx)) ?? { ends };
    await writeToPerson(tx, personId, {
      kind: 'leaving',
      at: ends.toISOString(),
      zone: viewer.zone,
    });
    return { ends };
  });
}

/** Changes one's mind: nothing is erased. Also right when nobody was leaving. */
export async function stay(ctx: Ctx): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer) return { refused: 'gone' };
  await ctx.db.delete(leaving).where(eq(leaving.personId, ctx.viewer.personId));
  return undefined;
}
