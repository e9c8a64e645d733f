import { eq, inArray } from 'drizzle-orm';
import { eraseFromChats, exportChatsFor } from './chat-keeper.server.ts';
import { eraseGuestPosts, exportGuestPosts } from './inner/keep-guest-posts.server.ts';
import { picture } from './guest-schema.server.ts';
import { clubDuty, monthMove } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What the clubs keep of a person: duties, months they moved, guest posts with editions and pictures, chats. */
export async function exportFor(ctx: Pick<Ctx, 'db'>, personId: string) {
  const { db } = ctx;
  return {
    duties: await db
      .select({ clubId: clubDuty.clubId, duty: clubDuty.duty, since: clubDuty.since })
      .from(clubDuty)
      .where(eq(clubDuty.personId, personId)),
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

/** Which of these pictures belong to a guest post; all others of them are not this area's. */
export async function picturesInUse({ db }: Pick<Ctx, 'db'>, names: string[]): Promise<string[]> {
  const rows = await db
    .select({ name: picture.name })
    .from(picture)
    .where(inArray(picture.name, names));
  return rows.map(({ name }) => name);
}
