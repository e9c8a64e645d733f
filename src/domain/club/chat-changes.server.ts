import { eq, sql } from 'drizzle-orm';
import { dutiesOf, mayHost } from './duties.server.ts';
import { month } from './schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** A month whose row is locked: no other change of its chat can commit before ours. */
export type LockedMonth = typeof month.$inferSelect;

/**
 * Locks the month's row until the transaction ends, so that revisions commit in their order and a
 * reader who has one has all before it. Taken before any other row of the chat. A draft is absent.
 */
export async function lockChat({ db }: Tx, monthId: string): Promise<LockedMonth | undefined> {
  const [found] = await db.select().from(month).where(eq(month.id, monthId)).for('no key update');
  return found?.state === 'draft' ? undefined : found;
}

/** Locks the month for one of its hosts; absent for everybody else. */
export async function lockAsHost(tx: Tx, monthId: string): Promise<LockedMonth | undefined> {
  const locked = await lockChat(tx, monthId);
  if (!locked || !mayHost(tx.viewer, await dutiesOf(tx, locked.clubId))) return undefined;
  return locked;
}

/**
 * Gives the change its revision, and wakes every reader after the commit. What the club has said of a chat that is over
 * is put right.
 */
export async function nextRevision(tx: Tx, monthId: string): Promise<number> {
  const [next] = await tx.db
    .update(month)
    .set({ revision: sql`${month.revision} + 1` })
    .where(eq(month.id, monthId))
    .returning({ revision: month.revision, state: month.state });
  tx.wake({ kind: 'chat', id: monthId });
  if (next?.state === 'archived') await tx.jobs.send(tx.db, 'tell-digest', { monthId });
  return next?.revision ?? 0;
}
