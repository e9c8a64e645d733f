import { eq } from 'drizzle-orm';
import { eraseFromChats, exportChatsFor } from './chat-keeper.server.ts';
import { eraseGuestPosts, exportGuestPosts } from './inner/keep-guest-posts.server.ts';
import { clubDuty, monthMove } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What the clubs keep of a person: duties, months they moved, guest posts with editions and pictures, chats. */
export async function exportFor(ctx: Pick<Ctx, 'db'>, personId: string) {
  const { db } = ctx;
  return {
    duties: await db.select().from(clubDuty).where(eq(clubDuty.personId, personId)),
    moves: await db.select().from(monthMove).where(eq(monthMove.movedBy, personId)),
    ...(await exportGuestPosts(ctx, personId)),
    ...(await exportChatsFor(ctx, personId)),
  };
}

/**
 * Takes a person out of the clubs: their words in chats and guest posts go, lines keep their numbers,
 * duties end, and moves of months stay without a name. Called before posts and the person are erased.
 */
export async function erase(tx: Tx, personId: string): Promise<void> {
  await eraseFromChats(tx, personId);
  await eraseGuestPosts(tx, personId);
  await tx.db.update(monthMove).set({ movedBy: null }).where(eq(monthMove.movedBy, personId));
  await tx.db.delete(clubDuty).where(eq(clubDuty.personId, personId));
}
