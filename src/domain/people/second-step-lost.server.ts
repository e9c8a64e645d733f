import { and, eq, lte } from 'drizzle-orm';
import { forgetPaperCodes } from './inner/paper-codes.server.ts';
import { findOwner, tellOfKeys } from './inner/owner-letters.server.ts';
import {
  findProof,
  forgetProofs,
  keepProof,
  newestProof,
  takeProof,
} from './inner/proofs.server.ts';
import { keysChanged, readCookie } from './inner/session.server.ts';
import { dueOf, offKind, offSeconds } from './inner/switch-off.server.ts';
import { findTotp, forgetTotp } from './inner/totp-factor.server.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import { proof } from './schema.server.ts';
import type { Login, Visit } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Since when the wait runs is the same for whoever asks again: `offFrom` is when the step will be off. */
export interface OffAsked {
  offFrom: Date;
}

/**
 * Asks to switch a lost second step off, half-way through signing in. It happens a day later, unless
 * somebody stops it by the letter that is sent at once, or on a signed-in device. Refuses `gone`
 * without a first step, and `tooFast` when the letter could not be sent: no wait without its warning.
 */
export async function askToSwitchOff(
  ctx: Ctx,
  visit: Visit,
): Promise<OffAsked | { refused: 'gone' | 'tooFast' }> {
  const token = readCookie(ctx, 'half-way', visit.cookies) ?? '';
  const half = await findProof(ctx, 'half-way', token);
  if (!half || !(await findTotp(ctx, half.about))?.since) return { refused: 'gone' };
  const waits = await newestProof(ctx, offKind, half.about);
  return waits ? { offFrom: dueOf(waits) } : beginToWait(ctx, half.about);
}

async function beginToWait(
  ctx: Ctx,
  loginId: string,
): Promise<OffAsked | { refused: 'gone' | 'tooFast' }> {
  const owner = await findOwner(ctx, loginId);
  if (!owner) return { refused: 'gone' };
  if (await tooManyLetters(ctx, owner.to)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const offFrom = dueOf({ created: tx.clock.now() });
    const proof = { kind: offKind, about: loginId, value: {}, seconds: offSeconds.kept };
    const token = await keepProof(tx, proof);
    const at = offFrom.toISOString();
    await sendLetterLater(tx, { kind: 'secondStepOffAsked', ...owner, token, at });
    return { offFrom };
  });
}

/** Whether a wait can still be stopped by this token. */
export async function findSwitchOff(ctx: Ctx, token: string): Promise<boolean> {
  return (await findProof(ctx, offKind, token)) !== undefined;
}

/** Stops the wait by the letter's link: the second step stays. Refuses `gone`. */
export async function stopSwitchOff(
  ctx: Ctx,
  token: string,
): Promise<{ refused: 'gone' } | undefined> {
  return inTransaction(ctx, async (tx) => {
    const stopped = await takeProof(tx, offKind, token);
    if (!stopped) return { refused: 'gone' as const };
    await stopAll(tx, stopped.about);
  });
}

/** Stops the wait on a device that is signed in. */
export async function stopOwnSwitchOff(ctx: Ctx, login: Login): Promise<void> {
  await inTransaction(ctx, (tx) => stopAll(tx, login.id));
}

/** Whoever asked is half-way in: that ends as well. */
async function stopAll(tx: Tx, loginId: string): Promise<void> {
  await forgetProofs(tx, offKind, loginId);
  await forgetProofs(tx, 'half-way', loginId);
}

/** The job of every minute: switches the second steps off whose day of waiting is over. */
export async function switchOffLostSteps(services: Services): Promise<void> {
  const ctx = { ...services, viewer: null };
  const begun = new Date(ctx.clock.now().getTime() - offSeconds.wait * 1000);
  const isDue = and(eq(proof.kind, offKind), lte(proof.created, begun));
  const due = await ctx.db.select({ loginId: proof.about }).from(proof).where(isDue);
  for (const { loginId } of due) await switchOff(ctx, loginId, isDue);
}

async function switchOff(ctx: Ctx, loginId: string, isDue: ReturnType<typeof and>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const taken = await tx.db
      .delete(proof)
      .where(and(eq(proof.about, loginId), isDue))
      .returning({ about: proof.about });
    // Whoever stopped it a moment earlier has won.
    if (taken.length === 0 || !(await forgetTotp(tx, loginId))) return;
    await forgetPaperCodes(tx, loginId);
    await keysChanged(tx, loginId);
    await tellOfKeys(tx, loginId, 'secondStepOff');
  });
}
