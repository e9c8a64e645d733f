import { makePaperCodes } from './inner/paper-codes.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import { keysChanged } from './inner/session.server.ts';
import { findTotp } from './inner/totp-factor.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/**
 * Makes ten new recovery codes and shows them this once; the old ones are void, other devices are
 * signed out. For a login that has just proved itself, second step and all. Refuses `gone` where there
 * is no second step.
 */
export async function newRecoveryCodes(
  ctx: Ctx,
  login: Login,
): Promise<{ codes: string[] } | { refused: 'gone' }> {
  return inTransaction(ctx, async (tx) => {
    if (!(await findTotp(tx, login.id))?.since) return { refused: 'gone' };
    const codes = await makePaperCodes(tx, login.id);
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, 'recoveryCodesNew');
    return { codes };
  });
}
