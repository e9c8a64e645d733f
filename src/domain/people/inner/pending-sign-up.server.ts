import { z } from 'zod';
import { AppWish } from './app-wish.server.ts';
import { codeSeconds, hashOfCode, newCode } from './letter-code.server.ts';
import { keepProof } from './proofs.server.ts';
import { sendAskedLetterLater, tooManyLetters } from '../letters.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60;

/**
 * A sign-up that waits for its letter to be answered. Each keeps the password it was made with, so
 * that answering a letter never confirms a password that somebody else chose for the same address;
 * and the hash of the cookie (`browser`) of where it was made.
 */
export const Pending = z.object({
  email: z.string(),
  passwordHash: z.string().optional(),
  next: z.string(),
  browser: z.string().optional(),
  invitationId: z.string().nullable().default(null),
  wish: AppWish.optional(),
});
/** What `Pending` reads. */
export type Pending = z.infer<typeof Pending>;

/**
 * Sends the letter for a sign-up, at most five to one address in half an hour; with a code when
 * `browser` is known, where it can be typed. Whether the address is known is found out when the letter
 * is sent, so the work until the answer is the same.
 */
export async function sendConfirmation(
  ctx: Ctx,
  pending: Pending,
  browser?: string,
): Promise<void> {
  const { email, next } = pending;
  if (await tooManyLetters(ctx, email)) return;
  await inTransaction(ctx, async (tx) => {
    const proof = { kind: 'sign-up', about: email, value: pending, seconds: day };
    const token = await keepProof(tx, proof);
    const code = browser && (await keepCode(tx, pending, browser));
    await sendAskedLetterLater(tx, {
      to: email,
      known: { kind: 'alreadyHere', next },
      unknown: { kind: 'confirm', token, next, ...(code && { code }) },
      seconds: day,
    });
  });
}

async function keepCode(tx: Tx, pending: Pending, browser: string): Promise<string> {
  const code = newCode();
  const value = { ...pending, codeHash: hashOfCode(tx, code) };
  const proof = { kind: 'sign-up-code', about: pending.email, value, seconds: codeSeconds };
  await keepProof(tx, proof, browser);
  return code;
}
