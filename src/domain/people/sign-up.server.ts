import { z } from 'zod';
import { arriveLogin, maySignUp } from './arriving.server.ts';
import type { Visit } from './inner/devices.server.ts';
import { hashOf, newToken } from './inner/hash.server.ts';
import { codeFits, codeTries } from './inner/letter-code.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { makeLogin } from './inner/logins.server.ts';
import { hashPassword, passwordFits } from './inner/password-hash.server.ts';
import { findProof, forgetProofs, takeProof, tryProof } from './inner/proofs.server.ts';
import { honourWish } from './inner/app-wish.server.ts';
import { Pending, sendConfirmation } from './inner/pending-sign-up.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './inner/session.server.ts';
import { invitationFits } from './invitations.server.ts';
import { weakPassword, type Weak } from './password-quality.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What somebody typed to join, and from which network address. An empty password is none. */
export interface SignUpTry {
  email: string;
  password: string;
  address: string;
  next: string;
  /** The token of an invitation. */
  invitation?: string | undefined;
  /** Names of the place, which are no password here. */
  places?: string[] | undefined;
}

const day = 24 * 60 * 60;
const perAddress = { times: 60, seconds: 60 * 60 };

/** Why nobody may sign up like this: the same for every address that is typed. */
export type SignUpRefused = { refused: 'tooFast' | 'notInvited' | 'otherAddress' };

/**
 * Sends a letter to the address: to a new one a code and a link that make the account, to a known one
 * word that it has one. Answers alike, after the same work, so that nobody learns who is a member.
 * Refuses `tooFast` by network address only, `notInvited` where one needs an invitation, and
 * `otherAddress` when the invitation is for another one, and `weak` for a password.
 */
export async function signUp(
  ctx: Ctx,
  { email, password, address, next, invitation, places = [] }: SignUpTry,
): Promise<{ cookies: OwnCookie[] } | SignUpRefused | Weak> {
  if (await limited(ctx, `sign-up from ${address}`, perAddress)) return { refused: 'tooFast' };
  const may = await maySignUp(ctx, invitation);
  if ('refused' in may) return may;
  if (invitation && !(await invitationFits(ctx, invitation, email)))
    return { refused: 'otherAddress' };
  const fault = password ? await weakPassword(password, [email, ...places]) : undefined;
  if (fault) return { refused: 'weak', fault };
  const passwordHash = password ? await hashPassword(password) : undefined;
  const browser = newToken();
  await sendConfirmation(
    ctx,
    { email, passwordHash, next, browser: hashOf(browser), ...may },
    browser,
  );
  return { cookies: [ownCookie(ctx, 'sign-up', browser, day)] };
}

/** Whether this browser has asked to join and may type the code of its letter. */
export function waitsForCode(ctx: Ctx, cookies: string | null): boolean {
  return Boolean(readCookie(ctx, 'sign-up', cookies));
}

const WithCode = Pending.extend({ codeHash: z.string() });

/**
 * Answers the letter by its code, in the browser that asked for it. Refuses `wrong` alike for a wrong
 * code, the sixth try, one that is over, and an address that has an account.
 */
export async function confirmByCode(
  ctx: Ctx,
  code: string,
  visit: Visit,
): Promise<LetIn | { refused: 'wrong' | 'tooFast' | 'notInvited' }> {
  if (await limited(ctx, `sign-up code from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const browser = readCookie(ctx, 'sign-up', visit.cookies) ?? '';
  const tried = await tryProof(ctx, 'sign-up-code', browser, codeTries);
  const waiting = tried && WithCode.parse(tried.value);
  if (!waiting || !codeFits(ctx, waiting.codeHash, code)) return { refused: 'wrong' };
  return inTransaction(ctx, async (tx) => {
    // Of two who bring the right code at once, one gets in.
    if (!(await takeProof(tx, 'sign-up-code', browser))) return { refused: 'wrong' };
    const answer = await arrive(tx, waiting, visit);
    if (!('refused' in answer)) return answer;
    return { refused: answer.refused === 'gone' ? 'wrong' : answer.refused };
  });
}

/**
 * Whether the password of this sign-up has to be typed once more: its link was opened in another
 * browser than the one it was chosen in, and perhaps by somebody who never asked to join.
 */
export async function passwordWanted(
  ctx: Ctx,
  token: string,
  cookies: string | null,
): Promise<boolean> {
  const kept = await findProof(ctx, 'sign-up', token);
  const pending = kept && Pending.parse(kept.value);
  return Boolean(pending?.passwordHash) && !isFrom(ctx, pending, cookies);
}

/**
 * Answers the letter by its link: makes the login and signs it in. It gets the password of that very
 * sign-up only in the browser where that was chosen, or when it is typed once more: whoever signs up
 * with somebody else's address does not choose their password. Refuses `wrong` when it does not fit
 * (an empty one is left out), `gone` when the link is too old, was used, or the address has an account
 * by now, and `notInvited` when one needs an invitation by now. An app that somebody signed up with is let in
 * by the same proof as the password.
 */
export async function confirm(
  ctx: Ctx,
  token: string,
  visit: Visit,
  password = '',
): Promise<LetIn | { refused: 'gone' | 'wrong' | 'tooFast' | 'notInvited' }> {
  if (await limited(ctx, `confirm from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const kept = await findProof(ctx, 'sign-up', token);
  if (!kept) return { refused: 'gone' };
  const pending = Pending.parse(kept.value);
  const own = isFrom(ctx, pending, visit.cookies);
  const typed = !own && password !== '' && (await passwordFits(pending.passwordHash, password));
  if (!own && password !== '' && !typed) return { refused: 'wrong' };
  return inTransaction(ctx, async (tx) => {
    if (!(await takeProof(tx, 'sign-up', token))) return { refused: 'gone' };
    // Nobody else's password, and nobody else's app.
    const proved = own || typed;
    const { passwordHash, wish, ...rest } = pending;
    return arrive(tx, { ...rest, ...(proved && { passwordHash, wish }) }, visit);
  });
}

function isFrom(ctx: Ctx, pending: Pending | undefined, cookies: string | null): boolean {
  const browser = readCookie(ctx, 'sign-up', cookies);
  return Boolean(browser) && pending?.browser === hashOf(browser ?? '');
}

async function arrive(
  tx: Tx,
  pending: Pending,
  visit: Visit,
): Promise<LetIn | { refused: 'gone' | 'notInvited' }> {
  await forgetProofs(tx, 'sign-up', pending.email);
  await forgetProofs(tx, 'sign-up-code', pending.email);
  const loginId = await makeLogin(tx, pending);
  if (!loginId) return { refused: 'gone' };
  const refused = await arriveLogin(tx, loginId, pending);
  if (refused) return refused;
  if (pending.wish) await honourWish(tx, loginId, pending.wish);
  const answer = await letIn(tx, loginId, 'letter', visit);
  return { ...answer, cookies: [...answer.cookies, ownCookie(tx, 'sign-up', '', 0)] };
}
