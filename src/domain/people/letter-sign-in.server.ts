import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { keyedHash } from './inner/hash.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { findLoginByEmail } from './inner/logins.server.ts';
import { findProof, forgetProofs, keepProof, takeProof, tryProof } from './inner/proofs.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './inner/session.server.ts';
import { newShortCode, tidyShortCode } from './inner/short-codes.server.ts';
import { sendAskedLetterLater, tooManyLetters } from './letters.server.ts';
import type { Visit } from './sign-in.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const kind = 'sign-in-letter';
const cookie = 'sign-in-letter';
const minute = 60;
const seconds = 10 * minute;
const triesEach = 5;
/** Eight signs are 39 bits: with five tries in ten minutes nobody guesses one. */
const signs = 8;
const perAddress = { times: 60, seconds: 60 * minute };
const Asked = z.object({ codeHash: z.string() });

/**
 * Sends a code to sign in, with a link that carries it. It works once, for ten minutes, in the browser
 * that asked: that one gets a cookie, whether the address has an account or not. An address without
 * one gets a letter that says so, also while a sign-up waits. Refuses `tooFast` by network address only.
 */
export async function askForSignInLetter(
  ctx: Ctx,
  { email, next }: { email: string; next: string },
  visit: Visit,
): Promise<{ cookies: OwnCookie[] } | { refused: 'tooFast' }> {
  if (await limited(ctx, `sign-in letter from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const tooMany = await tooManyLetters(ctx, email);
  const code = newShortCode(signs);
  const token = await inTransaction(ctx, async (tx) => {
    // A code that nobody was told opens nothing, so that five letters are all there is to guess at.
    const value = { codeHash: tooMany ? '' : hashed(tx, email, code) };
    const known = { kind: 'signInCode', code, next } as const;
    const unknown = { kind: 'noAccount', next } as const;
    if (!tooMany) await sendAskedLetterLater(tx, { to: email, known, unknown, seconds });
    return keepProof(tx, { kind, about: email, value, seconds });
  });
  return { cookies: [ownCookie(ctx, cookie, token, seconds)] };
}

/** Whether this browser asked for a code that still works. */
export async function asksForCode(ctx: Ctx, { cookies }: Visit): Promise<boolean> {
  return (await findProof(ctx, kind, tokenIn(ctx, cookies))) !== undefined;
}

/**
 * Signs in by the code of a letter. Refuses `wrong`; `gone` after five tries or ten minutes, in a
 * browser that did not ask, and for an address without an account. Wrong codes of others shut nobody out.
 */
export async function signInByCode(
  ctx: Ctx,
  code: string,
  visit: Visit,
): Promise<LetIn | { refused: 'wrong' | 'gone' }> {
  const token = tokenIn(ctx, visit.cookies);
  const asked = await tryProof(ctx, kind, token, triesEach);
  if (!asked) return { refused: 'gone' };
  const email = asked.about;
  if (!fits(hashed(ctx, email, code), Asked.parse(asked.value))) return { refused: 'wrong' };
  return inTransaction(ctx, async (tx) => {
    const login = await findLoginByEmail(tx, email);
    if (!(await takeProof(tx, kind, token)) || !login) return { refused: 'gone' as const };
    await forgetProofs(tx, kind, email);
    const { step, cookies } = await letIn(tx, login.id, 'letter', visit);
    return { step, cookies: [...cookies, ownCookie(tx, cookie, '', 0)] };
  });
}

function fits(given: string, { codeHash }: z.infer<typeof Asked>): boolean {
  return (
    given.length === codeHash.length && timingSafeEqual(Buffer.from(given), Buffer.from(codeHash))
  );
}

function tokenIn(ctx: Ctx, cookies: string | null): string {
  return readCookie(ctx, cookie, cookies) ?? '';
}

function hashed({ secret }: Pick<Ctx, 'secret'>, email: string, code: string): string {
  return keyedHash(secret, `code of a letter to ${email}`, tidyShortCode(code));
}
