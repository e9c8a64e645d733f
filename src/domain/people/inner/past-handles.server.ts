import { inArray } from 'drizzle-orm';
import { keyedHash } from './hash.server.ts';
import { skeletonOf } from '../handle.ts';
import { pastHandle } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/**
 * Keeps the handle of somebody who goes, and what looks like it, so that nobody is ever taken for them.
 * As keyed hashes only.
 */
export async function keepHandleAway(
  tx: Tx,
  { id, handle }: { id: string; handle: string },
): Promise<void> {
  const since = tx.clock.now();
  const rows = hashesOf(tx, handle).map((handleHash) => ({ handleHash, personId: id, since }));
  await tx.db.insert(pastHandle).values(rows).onConflictDoNothing();
}

/** Whether somebody who has gone had this handle, or one that looks like it. */
export async function isPastHandle(ctx: Ctx, handle: string): Promise<boolean> {
  const same = inArray(pastHandle.handleHash, hashesOf(ctx, handle));
  return (await ctx.db.select().from(pastHandle).where(same)).length > 0;
}

function hashesOf({ secret }: Pick<Ctx, 'secret'>, handle: string): string[] {
  const alike = new Set([handle, skeletonOf(handle)]);
  return [...alike].map((one) => keyedHash(secret, 'handle', one));
}
