import { timingSafeEqual } from 'node:crypto';
import type { Visit } from './inner/devices.server.ts';
import { hashOf, newToken } from './inner/hash.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { codeFits, codeTries, hashOfCode, newCode } from './inner/letter-code.server.ts';
import { findLoginByEmail } from './inner/logins.server.ts';
import { connectOutside, findLoginOf, sessionOf } from './inner/outside-accounts.server.ts';
import {
  arrivalOver,
  arrivalToken,
  findArrival,
  keepArrival,
  settle,
  takeArrival,
  type Arrival,
} from './inner/outside-arrival.server.ts';
import { tryProof } from './inner/proofs.server.ts';
import type { OwnCookie } from './inner/session.server.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const halfHour = 30 * 60;
const perAddress = { times: 60, seconds: halfHour };
const perArrival = { times: 5, seconds: halfHour };

/** How far this browser's arrival has come, as its owner may see it. */
export interface ArrivalView {
  /** How they know the account elsewhere. */
  label: string;
  /** The address that the service told, or the one that the letter went to. */
  email: string;
  step: 'address' | 'letter' | 'connect';
  next: string;
}

/** Whoever has just signed in elsewhere, on this browser, and is not known here. */
export async function viewArrival(
  ctx: Ctx,
  cookies: string | null,
): Promise<ArrivalView | undefined> {
  const arrival = await findArrival(ctx, cookies);
  if (!arrival) return undefined;
  const { identity, asked, proved, next } = arrival;
  const step = proved ? 'connect' : asked ? 'letter' : 'address';
  return {
    label: identity.label,
    email: proved ?? asked?.email ?? identity.email ?? '',
    step,
    next,
  };
}

/**
 * Sends a letter with a code and a link to the address, whether it has an account or not: the letter,
 * the answer and the work are the same. Refuses `gone` when this browser has no arrival, `tooFast` by
 * network address and for the sixth letter.
 */
export async function askForAddress(
  ctx: Ctx,
  email: string,
  visit: Visit,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const token = arrivalToken(ctx, visit.cookies);
  const fromAddress = await limited(ctx, `arrival from ${visit.address}`, perAddress);
  const often = token !== '' && (await limited(ctx, `arrival ${hashOf(token)}`, perArrival));
  if (fromAddress || often) return { refused: 'tooFast' };
  const quiet = await tooManyLetters(ctx, email);
  return inTransaction(ctx, async (tx) => {
    const arrival = await takeArrival(tx, visit.cookies);
    if (!arrival) return { refused: 'gone' as const };
    const key = newToken();
    const code = newCode();
    // A code that nobody was told proves nothing: else it could be guessed at without end.
    const codeHash = quiet ? '' : hashOfCode(tx, code);
    const asked = { email, keyHash: hashOf(key), codeHash };
    await keepArrival(tx, { ...arrival, asked, proved: undefined }, token);
    if (!quiet) await sendLetterLater(tx, { kind: 'outsideAddress', to: email, token: key, code });
  });
}

/** What proves that a letter was read: the code in it, or the key of its link. */
export type LetterProof = { code: string } | { key: string };

/** What came of a proved address: in, or one more press to connect the account that is there. */
export type Arrived =
  | { letIn: LetIn; next: string }
  | { connect: true }
  | { refused: 'gone' | 'wrong' | 'tooFast' | 'notInvited' | 'taken' };

/**
 * Proves the address, in the browser that came back from the service and in no other. Makes the login
 * when the address has none; else nothing is connected yet. Refuses `wrong` for a code or key that does
 * not fit, also after five wrong codes, and `gone` when this browser has no arrival.
 */
export async function proveAddress(ctx: Ctx, proof: LetterProof, visit: Visit): Promise<Arrived> {
  if (await limited(ctx, `arrival from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const arrival = await findArrival(ctx, visit.cookies);
  if (!arrival?.asked) return { refused: 'gone' };
  if (!(await fits(ctx, proof, arrival.asked, visit))) return { refused: 'wrong' };
  const { email } = arrival.asked;
  return inTransaction(ctx, async (tx) => {
    const taken = await takeArrival(tx, visit.cookies);
    // Another letter may have been asked for since: then this one proves nothing any more.
    if (taken?.asked?.keyHash !== arrival.asked?.keyHash || !taken) return { refused: 'gone' };
    if (await findLoginOf(tx, taken.identity)) return { refused: 'taken' };
    const answer = await settle(tx, taken, email, visit);
    if (!('refused' in answer)) return inFor(tx, answer, taken.next);
    if (answer.refused !== 'known') return { refused: answer.refused };
    const waiting = { ...taken, asked: undefined, proved: email };
    await keepArrival(tx, waiting, arrivalToken(tx, visit.cookies));
    return { connect: true };
  });
}

async function fits(
  ctx: Ctx,
  proof: LetterProof,
  { keyHash, codeHash }: NonNullable<Arrival['asked']>,
  { cookies }: Visit,
): Promise<boolean> {
  if ('key' in proof) return same(hashOf(proof.key), keyHash);
  const tried = await tryProof(ctx, 'arrival', arrivalToken(ctx, cookies), codeTries);
  return tried !== undefined && codeFits(ctx, codeHash, proof.code);
}

const same = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** What came of connecting. After a second step, `letIn` leads back to the page that connects. */
export type Connected =
  | { letIn: LetIn; next: string }
  | { connected: true; cookies: OwnCookie[]; next: string }
  | { refused: 'gone' | 'taken' };

/** The page that connects; the second step leads back to it. */
export const connectPage = '/sign-in/with/connect';

/**
 * Connects the account elsewhere to the login of the address that was proved. Whoever is signed in as
 * that login connects at once; others are let in as by a letter first, with the second step where there
 * is one. Other devices are signed out and the owner is told.
 */
export async function connectArrival(
  ctx: Ctx,
  login: Login | null,
  visit: Visit,
): Promise<Connected> {
  return inTransaction(ctx, async (tx) => {
    const arrival = await takeArrival(tx, visit.cookies);
    const owner = arrival?.proved && (await findLoginByEmail(tx, arrival.proved));
    if (!arrival || !owner) return { refused: 'gone' };
    const next = arrival.next;
    if (await findLoginOf(tx, arrival.identity)) return { refused: 'taken' };
    if (login?.id === owner.id) {
      const kept = await connectOutside(tx, arrival.identity, {
        loginId: owner.id,
        sessionId: login.sessionId,
      });
      return kept ? { connected: true, cookies: [arrivalOver(tx)], next } : { refused: 'taken' };
    }
    return byLetter(tx, arrival, owner.id, visit);
  });
}

async function byLetter(
  tx: Tx,
  arrival: Arrival,
  loginId: string,
  visit: Visit,
): Promise<Connected> {
  const answer = await letIn(tx, loginId, 'letter', visit);
  if (answer.step === 'second') {
    const cookie = await keepArrival(tx, arrival, arrivalToken(tx, visit.cookies));
    return { letIn: { ...answer, cookies: [...answer.cookies, cookie] }, next: connectPage };
  }
  const sessionId = await sessionOf(tx, answer.cookies);
  const kept = await connectOutside(tx, arrival.identity, { loginId, sessionId });
  return kept ? inFor(tx, answer, arrival.next) : { refused: 'taken' };
}

function inFor(tx: Tx, answer: LetIn, next: string): { letIn: LetIn; next: string } {
  return { letIn: { ...answer, cookies: [...answer.cookies, arrivalOver(tx)] }, next };
}
