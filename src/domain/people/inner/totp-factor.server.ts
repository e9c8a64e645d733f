import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { newTotpSecret, totpStep } from './totp.server.ts';
import { secondFactor } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { seal, unseal } from '#platform/sealed.server.ts';

const purpose = 'second step';

/** A login's second step. It counts once it has a `since`; before, it waits for its first code. */
export interface TotpFactor {
  secret: string;
  since: Date | null;
}

/** A login's second step, also one that waits. */
export async function findTotp(ctx: Ctx, loginId: string): Promise<TotpFactor | undefined> {
  const [kept] = await ctx.db.select().from(secondFactor).where(eq(secondFactor.loginId, loginId));
  return kept && { secret: unseal(ctx.secret, purpose, kept.sealedSecret), since: kept.since };
}

/** Keeps a fresh secret that waits for its first code. False when one counts already. */
export async function beginTotp(ctx: Ctx, loginId: string): Promise<boolean> {
  const sealedSecret = seal(ctx.secret, purpose, newTotpSecret());
  const begun = await ctx.db
    .insert(secondFactor)
    .values({ loginId, sealedSecret })
    .onConflictDoUpdate({
      target: secondFactor.loginId,
      set: { sealedSecret, lastStep: 0 },
      setWhere: isNull(secondFactor.since),
    })
    .returning({ loginId: secondFactor.loginId });
  return begun.length > 0;
}

/** Answers the first code: from now on the step is asked for. False when the code is not right. */
export async function confirmTotp(ctx: Ctx, loginId: string, code: string): Promise<boolean> {
  return markStep(ctx, loginId, code, 'first');
}

/** Uses a code. Each step of time counts once: of many who bring the same code, one gets in. */
export async function useTotp(ctx: Ctx, loginId: string, code: string): Promise<boolean> {
  return markStep(ctx, loginId, code, 'later');
}

/** Forgets the second step. */
export async function forgetTotp(ctx: Ctx, loginId: string): Promise<boolean> {
  const gone = await ctx.db
    .delete(secondFactor)
    .where(eq(secondFactor.loginId, loginId))
    .returning({ since: secondFactor.since });
  return gone.some(({ since }) => since !== null);
}

async function markStep(
  ctx: Ctx,
  loginId: string,
  code: string,
  which: 'first' | 'later',
): Promise<boolean> {
  const now = ctx.clock.now();
  const factor = await findTotp(ctx, loginId);
  const lastStep = factor && totpStep(factor.secret, code, now);
  if (lastStep === undefined) return false;
  const mine = and(eq(secondFactor.loginId, loginId), lt(secondFactor.lastStep, lastStep));
  const waits = which === 'first' ? isNull(secondFactor.since) : isNotNull(secondFactor.since);
  const marked = await ctx.db
    .update(secondFactor)
    .set(which === 'first' ? { lastStep, since: now } : { lastStep })
    .where(and(mine, waits))
    .returning({ loginId: secondFactor.loginId });
  return marked.length > 0;
}
