import { and, eq, isNull, lte } from 'drizzle-orm';
import { findRow, gone } from './inner/found.server.ts';
import { stirThread } from './inner/stir-thread.server.ts';
import { poll, pollVote } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * Why a vote does not count. `gone`: no such poll for the viewer; `own`: one does not vote in one's own;
 * `ended`; `twice`; `choice`: no such answer, none at all, or more than one where one is asked for.
 */
export type VoteRefused = { refused: 'gone' | 'own' | 'ended' | 'twice' | 'choice' };

/**
 * Votes in the poll of a post, once and for good; `choices` are places of answers, from 0. Other servers send the
 * answers of one vote one by one: with `oneByOne` each comes to those before it, where several are asked for.
 */
export async function vote(
  ctx: Ctx,
  { id, choices, oneByOne = false }: { id: string; choices: readonly number[]; oneByOne?: boolean },
): Promise<VoteRefused | undefined> {
  return inTransaction(ctx, async (tx) => {
    const found = await findRow(tx, id);
    if (!found) return gone;
    const { personId } = found.viewer;
    // Voters of one poll come one after another, so that two at once of one person are not two votes.
    const [asked] = await tx.db.select().from(poll).where(eq(poll.postId, id)).for('update');
    if (!asked) return gone;
    if (found.row.authorId === personId) return { refused: 'own' as const };
    if (asked.ends <= tx.clock.now()) return { refused: 'ended' as const };
    const mine = and(eq(pollVote.postId, id), eq(pollVote.personId, personId));
    const before = await tx.db.select().from(pollVote).where(mine);
    const chosen = [...new Set(choices)];
    const adds = oneByOne && asked.multiple;
    if (before.some(({ choice }) => !adds || chosen.includes(choice)))
      return { refused: 'twice' as const };
    const fit = chosen.every((one) => Number.isInteger(one) && asked.options[one] !== undefined);
    if (!fit || chosen.length === 0 || (chosen.length > 1 && !asked.multiple))
      return { refused: 'choice' as const };
    await tx.db.insert(pollVote).values(chosen.map((choice) => ({ postId: id, personId, choice })));
    stirThread(tx, found.row);
    await announce(tx, 'voted', { postId: id, personId });
    return undefined;
  });
}

/** The job of every minute that says of each poll once that it is over. */
export async function endPolls(services: Services, _data: object): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  await inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const over = await tx.db
      .update(poll)
      .set({ told: now })
      .where(and(lte(poll.ends, now), isNull(poll.told)))
      .returning({ postId: poll.postId });
    for (const { postId } of over) {
      await announce(tx, 'pollEnded', { postId });
      tx.wake({ kind: 'postChanged', id: postId });
    }
  });
}
