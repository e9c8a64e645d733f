import { findLoginByEmail, hashPassword, makeLogin } from './inner/credentials.server.ts';
import { keepPending, takePending, type Pending } from './inner/pending.server.ts';
import { openSession, type SessionCookie } from './inner/session.server.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What somebody typed to join, and from which network address. */
export interface SignUpTry {
  email: string;
  password: string;
  address: string;
  next: string;
}

const perAddress = { times: 60, seconds: 60 * 60 };

/**
 * Sends a letter to the address: to a new one the link that makes the account, to a known one word
 * that it has one. Answers alike, after the same work, so that nobody learns who is a member.
 * Refuses `tooFast` by network address only.
 */
export async function signUp(
  ctx: Ctx,
  { email, password, address, next }: SignUpTry,
): Promise<{ refused: 'tooFast' } | undefined> {
  if (await limited(ctx, `sign-up from ${address}`, perAddress)) return { refused: 'tooFast' };
  const passwordHash = await hashPassword(password);
  await sendConfirmation(ctx, { email, passwordHash, next });
}

/** Sends the letter for a sign-up, at most five to one address in half an hour. */
export async function sendConfirmation(ctx: Ctx, pending: Pending): Promise<void> {
  const { email, next } = pending;
  if (await tooManyLetters(ctx, email)) return;
  await inTransaction(ctx, async (tx) => {
    if (await findLoginByEmail(tx, email)) {
      return sendLetterLater(tx, { kind: 'alreadyHere', to: email, next });
    }
    const token = await keepPending(tx, pending);
    return sendLetterLater(tx, { kind: 'confirm', to: email, token, next });
  });
}

/**
 * Answers the letter: makes the login with the password of that very sign-up and signs it in. Refuses
 * `gone` when the link is too old, was used, or the address has an account by now.
 */
export async function confirm(
  ctx: Ctx,
  token: string,
): Promise<SessionCookie | { refused: 'gone' }> {
  return inTransaction(ctx, async (tx) => {
    const pending = await takePending(tx, token);
    const loginId = pending && (await makeLogin(tx, pending));
    return loginId ? openSession(tx, loginId) : { refused: 'gone' };
  });
}
