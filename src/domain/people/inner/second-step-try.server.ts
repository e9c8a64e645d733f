import { usePaperCode } from './paper-codes.server.ts';
import { findTotp, useTotp } from './totp-factor.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const minute = 60;
const day = 24 * 60 * minute;
// Three codes of a million are right at any moment: fifty tries a day find one in eighteen years.
const soon = { times: 10, seconds: 15 * minute };
const often = { times: 50, seconds: day };

/** Counts a try with a login's second step, from wherever it comes, and says whether it was one too many. */
export async function tooManySecondSteps(ctx: Ctx, loginId: string): Promise<boolean> {
  const tooSoon = await limited(ctx, `second step of ${loginId}`, soon);
  return (await limited(ctx, `second step of ${loginId} today`, often)) || tooSoon;
}

/** What the second step was given with: the six digits of the app, or a code from paper. */
export type SecondStepBy = 'app' | 'paper';

/** Gives the second step, whichever of the two was typed. Nothing when it is not right or there is none. */
export async function giveSecondStep(
  tx: Ctx,
  loginId: string,
  typed: string,
): Promise<SecondStepBy | undefined> {
  if (/^\s*\d{3}\s*\d{3}\s*$/.test(typed))
    return (await useTotp(tx, loginId, typed)) ? 'app' : undefined;
  const factor = await findTotp(tx, loginId);
  return factor?.since && (await usePaperCode(tx, loginId, typed)) ? 'paper' : undefined;
}
