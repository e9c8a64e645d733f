import type { Visit } from './inner/devices.server.ts';
import { newToken } from './inner/hash.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { optionsToShow } from './inner/passkey-ceremony.server.ts';
import { challengeSeconds, newChallenge } from './inner/passkey-challenge.server.ts';
import { answeredBy } from './inner/passkeys.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './inner/session.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const perAddress = { times: 200, seconds: 15 * 60 };

/** The cookie that binds a question for a passkey to the browser that was asked. */
const askedCookie = 'passkey-asked';

/**
 * What a browser needs to ask for any passkey of this place, as JSON, and the cookie by which we know
 * that browser again. Two open pages of one browser share the cookie; each has a question of its own.
 */
export async function askForPasskey(
  ctx: Ctx,
  cookieHeader: string | null,
): Promise<{ options: string; cookies: OwnCookie[] }> {
  const holder = readCookie(ctx, askedCookie, cookieHeader) || newToken();
  const challenge = newChallenge(ctx, { purpose: 'sign in', holder });
  const cookies = [ownCookie(ctx, askedCookie, holder, challengeSeconds)];
  return { options: await optionsToShow(ctx, challenge), cookies };
}

/**
 * Signs in by passkey alone: it is two factors by itself, the device and its owner's finger, face or
 * PIN. Refuses `unknown` alike for a passkey that we never had, one that was removed or erased, and one
 * that answered wrongly; `late` when the page was open for more than five minutes; `tooFast`.
 */
export async function signInByPasskey(
  ctx: Ctx,
  answer: string,
  visit: Visit,
): Promise<LetIn | { refused: 'unknown' | 'late' | 'tooFast' }> {
  if (await limited(ctx, `sign-in from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const holder = readCookie(ctx, askedCookie, visit.cookies);
  if (!holder) return { refused: 'late' };
  return inTransaction(ctx, async (tx) => {
    const answered = await answeredBy(tx, { purpose: 'sign in', holder }, answer);
    if ('refused' in answered) return answered;
    const { step, cookies } = await letIn(tx, answered.loginId, 'passkey', visit);
    return { step, cookies: [...cookies, ownCookie(tx, askedCookie, '', 0)] };
  });
}
