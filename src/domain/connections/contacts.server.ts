import { and, eq, sql } from 'drizzle-orm';
import type { ConnectRefused } from './follows.server.ts';
import { areFriends } from './friends.server.ts';
import { sharedContact } from './friends-schema.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { longestContact } from './meeting-rules.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { plainText, type TextRefused } from '#platform/text.server.ts';

/**
 * Gives one friend a text of the viewer's own, 500 characters at most: how they can be reached elsewhere. An
 * empty one takes it back, at once. It ends with the friendship. Refuses `gone` for who is no friend.
 */
export async function shareContact(
  ctx: Ctx,
  { friendId, text }: { friendId: string; text: string },
): Promise<ConnectRefused | TextRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const words = plainText(text, { maxGraphemes: longestContact });
  if (typeof words !== 'string') return words;
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, personId, friendId);
    if (!(await areFriends(tx, personId, friendId))) return { refused: 'gone' as const };
    const own = and(eq(sharedContact.personId, personId), eq(sharedContact.friendId, friendId));
    const since = tx.clock.now();
    if (words === '') await tx.db.delete(sharedContact).where(own);
    else
      await tx.db
        .insert(sharedContact)
        .values({ personId, friendId, text: words, since })
        .onConflictDoUpdate({
          target: [sharedContact.personId, sharedContact.friendId],
          set: { text: words, since },
        });
    return undefined;
  });
}

/** What two friends gave each other; either may be empty. */
export interface Contacts {
  mine: string;
  theirs: string;
}

/** What the viewer and a friend gave each other. Refuses `gone` for who is no friend. */
export async function readContacts(ctx: Ctx, friendId: string): Promise<Contacts | ConnectRefused> {
  const { viewer, db } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!(await areFriends(ctx, viewer.personId, friendId))) return { refused: 'gone' };
  const { rows } = await db.execute<{ mine: boolean; text: string }>(sql`
    select person_id = ${viewer.personId} as mine, text from ${sharedContact}
    where (person_id, friend_id) in ((${viewer.personId}::bigint, ${friendId}::bigint),
      (${friendId}::bigint, ${viewer.personId}::bigint))`);
  const of = (mine: boolean) => rows.find((row) => row.mine === mine)?.text ?? '';
  return { mine: of(true), theirs: of(false) };
}
