import { and, asc, eq, lt, or } from 'drizzle-orm';
import { checkShown, challengeIn, readShown, type Passkey } from './passkey-ceremony.server.ts';
import { useChallenge, type Asking } from './passkey-challenge.server.ts';
import { passkey } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A login's passkeys, the oldest first. */
export async function passkeysOf(ctx: Ctx, loginId: string): Promise<Passkey[]> {
  const mine = eq(passkey.loginId, loginId);
  return ctx.db.select().from(passkey).where(mine).orderBy(asc(passkey.since), asc(passkey.id));
}

/**
 * Whose passkey answered rightly, and notes that it did. With `loginId` only that login's own count;
 * without, the passkey must say itself whose it is. Refuses `late` when the question was too old, and
 * everything else alike as `unknown`.
 */
export async function answeredBy(
  ctx: Ctx,
  asking: Asking,
  answer: string,
  loginId?: string,
): Promise<{ loginId: string } | { refused: 'late' | 'unknown' }> {
  const shown = readShown(answer);
  if (!shown) return { refused: 'unknown' };
  const challenge = await useChallenge(ctx, asking, challengeIn(shown));
  if (challenge !== 'good') return { refused: challenge === 'late' ? 'late' : 'unknown' };
  if (!loginId && !shown.response.userHandle) return { refused: 'unknown' };
  const theirs = and(eq(passkey.id, shown.id), loginId ? eq(passkey.loginId, loginId) : undefined);
  const [own] = await ctx.db.select().from(passkey).where(theirs);
  const held = own && (await checkShown(ctx, own, shown));
  if (!held || !(await noteUse(ctx, own.id, held))) return { refused: 'unknown' };
  return { loginId: own.loginId };
}

/** Of two answers with one counter, which a copied passkey would bring, only the first is taken. */
async function noteUse(
  ctx: Ctx,
  id: string,
  { counter, backedUp }: Pick<Passkey, 'counter' | 'backedUp'>,
): Promise<boolean> {
  const uncounted = counter === 0 ? eq(passkey.counter, 0) : undefined;
  const noted = await ctx.db
    .update(passkey)
    .set({ counter, backedUp, used: ctx.clock.now() })
    .where(and(eq(passkey.id, id), or(lt(passkey.counter, counter), uncounted)))
    .returning({ id: passkey.id });
  return noted.length > 0;
}
