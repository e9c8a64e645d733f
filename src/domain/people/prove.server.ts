import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { codeFits, codeTries, hashOfCode, newCode } from './inner/letter-code.server.ts';
import { hasSecondFactor } from './inner/let-in.server.ts';
import { findPasswordHash } from './inner/logins.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import { optionsToShow } from './inner/passkey-ceremony.server.ts';
import { newChallenge } from './inner/passkey-challenge.server.ts';
import { answeredBy, passkeysOf } from './inner/passkeys.server.ts';
import { passwordFits } from './inner/password-hash.server.ts';
import { findProof, forgetProofs, keepProof, takeProof, tryProof } from './inner/proofs.server.ts';
import { giveSecondStep, tooManySecondSteps } from './inner/second-step-try.server.ts';
import { renewSession, type OwnCookie } from './inner/session.server.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import { login as loginTable } from './schema.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const tries = { times: 20, seconds: 15 * 60 };
const codeSeconds = 10 * 60;
const kind = 'prove';
const Waiting = z.object({ codeHash: z.string() });

/** By what a login can show that it is its owner who asks. A letter always works. */
export interface WaysToProve {
  /** What the browser needs to ask for one of the login's passkeys, as JSON; nothing when it has none. */
  passkey: string | undefined;
  password: boolean;
  /** Whether password and letter want the second step too. */
  secondStep: boolean;
  /** Whether a code is on its way by letter. */
  codeSent: boolean;
}

/** It is them: the cookie of the session's fresh token. */
export interface Proved {
  cookies: OwnCookie[];
}

/** By what this login can prove itself now. */
export async function findWaysToProve(ctx: Ctx, login: Login): Promise<WaysToProve> {
  const known = await passkeysOf(ctx, login.id);
  const challenge = newChallenge(ctx, { purpose: 'prove', holder: login.sessionId });
  return {
    passkey: known.length > 0 ? await optionsToShow(ctx, challenge, known) : undefined,
    password: (await findPasswordHash(ctx, login.id)) !== undefined,
    secondStep: await hasSecondFactor(ctx, login.id),
    codeSent: (await findProof(ctx, kind, tokenOf(login))) !== undefined,
  };
}

/** Proves a login by one of its own passkeys, which is enough. Refuses `unknown`, `late` and `tooFast`. */
export async function proveByPasskey(
  ctx: Ctx,
  login: Login,
  answer: string,
): Promise<Proved | { refused: 'unknown' | 'late' | 'tooFast' | 'gone' }> {
  if (await tooMany(ctx, login)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const asking = { purpose: 'prove', holder: login.sessionId } as const;
    const answered = await answeredBy(tx, asking, answer, login.id);
    return 'refused' in answered ? answered : proved(tx, login);
  });
}

/**
 * Proves a login by its password, and by the second step where it has one. Refuses `wrong` (the
 * password, or there is none), `wrongStep` and `tooFast`.
 */
export async function proveByPassword(
  ctx: Ctx,
  login: Login,
  { password, step }: { password: string; step: string },
): Promise<Proved | { refused: 'wrong' | 'wrongStep' | 'tooFast' | 'gone' }> {
  if (await tooMany(ctx, login)) return { refused: 'tooFast' };
  const hash = await findPasswordHash(ctx, login.id);
  if (!(await passwordFits(hash, password))) return { refused: 'wrong' };
  return inTransaction(
    ctx,
    async (tx) => (await refusedStep(tx, login, step)) ?? proved(tx, login),
  );
}

/**
 * Sends a code to the login's own address, good for ten minutes and for this session alone; an earlier
 * one is void. Refuses `tooFast` when the address has had its letters.
 */
export async function sendProveCode(
  ctx: Ctx,
  login: Login,
): Promise<{ refused: 'tooFast' } | undefined> {
  if (await tooManyLetters(ctx, login.email)) return { refused: 'tooFast' };
  const code = newCode();
  const value = { codeHash: hashOfCode(ctx, code) };
  await inTransaction(ctx, async (tx) => {
    // Two who ask at once come one after the other.
    await tx.db.select().from(loginTable).where(eq(loginTable.id, login.id)).for('update');
    await forgetProofs(tx, kind, login.id);
    await keepProof(tx, { kind, about: login.id, value, seconds: codeSeconds }, tokenOf(login));
    await sendLetterLater(tx, { kind: 'proveCode', to: login.email, code });
  });
  return undefined;
}

/**
 * Proves a login by the code of a letter, and by the second step where it has one. Refuses `wrong`,
 * `wrongStep`, `tooFast`, and `late` when no code waits: it is old, was used, or was tried five times.
 */
export async function proveByLetter(
  ctx: Ctx,
  login: Login,
  { code, step }: { code: string; step: string },
): Promise<Proved | { refused: 'wrong' | 'wrongStep' | 'late' | 'tooFast' | 'gone' }> {
  if (await tooMany(ctx, login)) return { refused: 'tooFast' };
  const waiting = await tryProof(ctx, kind, tokenOf(login), codeTries);
  if (!waiting) return { refused: 'late' };
  if (!codeFits(ctx, Waiting.parse(waiting.value).codeHash, code)) return { refused: 'wrong' };
  return inTransaction(ctx, async (tx) => {
    const refused = await refusedStep(tx, login, step);
    if (refused) return refused;
    if (!(await takeProof(tx, kind, tokenOf(login)))) return { refused: 'late' as const };
    return proved(tx, login);
  });
}

/** Takes the second step of a login that has one; a code from paper is used up, and its owner told. */
async function refusedStep(
  tx: Tx,
  login: Login,
  step: string,
): Promise<{ refused: 'wrongStep' | 'tooFast' } | undefined> {
  if (!(await hasSecondFactor(tx, login.id))) return undefined;
  if (await tooManySecondSteps(tx, login.id)) return { refused: 'tooFast' };
  const by = await giveSecondStep(tx, login.id, step);
  if (!by) return { refused: 'wrongStep' };
  if (by === 'paper') await tellOfKeys(tx, login.id, 'recoveryCodeUsed');
  return undefined;
}

async function proved(tx: Tx, login: Login): Promise<Proved | { refused: 'gone' }> {
  const cookie = await renewSession(tx, login.sessionId, { proved: true });
  return cookie ? { cookies: [cookie] } : { refused: 'gone' };
}

const tooMany = (ctx: Ctx, login: Login) => limited(ctx, `prove ${login.id}`, tries);

/** A code belongs to the session that asked for it: another of the same login has its own. */
const tokenOf = ({ sessionId }: Login) => `prove ${sessionId}`;
