import { countPaperCodes, forgetPaperCodes, makePaperCodes } from './inner/paper-codes.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import { forgetProofs, newestProof } from './inner/proofs.server.ts';
import { tooManySecondSteps } from './inner/second-step-try.server.ts';
import { keysChanged } from './inner/session.server.ts';
import { dueOf, offKind } from './inner/switch-off.server.ts';
import { totpAddress } from './inner/totp.server.ts';
import { beginTotp, confirmTotp, findTotp, forgetTotp } from './inner/totp-factor.server.ts';
import type { Login } from './sign-in.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** How a login's second step stands. */
export type SecondStep =
  | { state: 'off' }
  /** Begun: `address` is what the app reads from the picture, `secret` the same to type. */
  | { state: 'waits'; secret: string; address: string }
  /** `offFrom`: somebody asked by letter to switch it off, and from then on it will be. */
  | { state: 'on'; since: Date; codesLeft: number; offFrom: Date | undefined };

/** How the second step of a signed-in login stands. The secret is told only until it is confirmed. */
export async function readSecondStep(ctx: Ctx, login: Login): Promise<SecondStep> {
  const factor = await findTotp(ctx, login.id);
  if (!factor) return { state: 'off' };
  const { secret, since } = factor;
  if (!since) {
    const { name } = await readSettings(ctx);
    const account = ctx.viewer ? `@${ctx.viewer.handle}` : login.email;
    return { state: 'waits', secret, address: totpAddress(secret, name, account) };
  }
  const off = await newestProof(ctx, offKind, login.id);
  const codesLeft = await countPaperCodes(ctx, login.id);
  return { state: 'on', since, codesLeft, offFrom: off && dueOf(off) };
}

/** Begins to set a second step up, with a fresh secret. Nothing is asked for yet. Refuses `already`. */
export async function beginSecondStep(
  ctx: Ctx,
  login: Login,
): Promise<{ refused: 'already' } | undefined> {
  return (await beginTotp(ctx, login.id)) ? undefined : { refused: 'already' };
}

/**
 * Switches the second step on by the app's first code and makes ten recovery codes, shown this once.
 * Other devices are signed out. Refuses `wrong`, also when nothing was begun, and `tooFast`.
 */
export async function confirmSecondStep(
  ctx: Ctx,
  login: Login,
  code: string,
): Promise<{ codes: string[] } | { refused: 'wrong' | 'tooFast' }> {
  if (await tooManySecondSteps(ctx, login.id)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    if (!(await confirmTotp(tx, login.id, code))) return { refused: 'wrong' as const };
    const codes = await makePaperCodes(tx, login.id);
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, 'secondStepOn');
    return { codes };
  });
}

/** Switches the second step off, for a login that has just proved itself with it. Other devices are signed out. */
export async function switchOffSecondStep(ctx: Ctx, login: Login): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await forgetTotp(tx, login.id))) return;
    await forgetPaperCodes(tx, login.id);
    await forgetProofs(tx, offKind, login.id);
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, 'secondStepOff');
  });
}
