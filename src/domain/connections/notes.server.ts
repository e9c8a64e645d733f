import { and, eq } from 'drizzle-orm';
import type { ConnectRefused } from './follows.server.ts';
import { meet } from './meet.server.ts';
import { longestNote } from './rules.ts';
import { endorsement, follow, personNote } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

/** Keeps a private word about somebody, up to 2,000 characters; an empty one takes it away. */
export async function notePerson(
  ctx: Ctx,
  aboutId: string,
  words: string,
): Promise<ConnectRefused | { refused: 'tooLong' | 'notText' } | undefined> {
  const { viewer, db } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!(await meet(ctx, aboutId))) return { refused: 'gone' };
  const text = plainText(words, { maxGraphemes: longestNote });
  if (typeof text !== 'string') return text;
  const { personId } = viewer;
  const own = and(eq(personNote.personId, personId), eq(personNote.aboutId, aboutId));
  if (!text) await db.delete(personNote).where(own);
  else
    await db
      .insert(personNote)
      .values({ personId, aboutId, text })
      .onConflictDoUpdate({ target: [personNote.personId, personNote.aboutId], set: { text } });
  return undefined;
}

/**
 * Shows somebody on the own profile, or no longer. Only people of this place whom one follows can be shown: else
 * `gone`.
 */
export async function endorsePerson(
  ctx: Ctx,
  endorsedId: string,
  shown: boolean,
): Promise<ConnectRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    const met = await meet(tx, endorsedId);
    if (!met || (shown && met.host !== null)) return { refused: 'gone' as const };
    const own = and(eq(endorsement.personId, personId), eq(endorsement.endorsedId, endorsedId));
    if (!shown) return void (await tx.db.delete(endorsement).where(own));
    const followed = and(eq(follow.followerId, personId), eq(follow.followeeId, endorsedId));
    const [known] = await tx.db.select({ id: follow.id }).from(follow).where(followed);
    if (!known) return { refused: 'gone' as const };
    await tx.db.insert(endorsement).values({ personId, endorsedId }).onConflictDoNothing();
    return undefined;
  });
}
