import { z } from 'zod';
import { letIn, type LetIn } from './let-in.server.ts';
import { makeLogin } from './logins.server.ts';
import type { Visit } from './devices.server.ts';
import { addOutside } from './outside-accounts.server.ts';
import { findProof, forgetProofs, keepProof, takeProof } from './proofs.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './session.server.ts';
import { arriveLogin } from '../arriving.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Somebody whom a service knows and we do not. `invitationId` is of the invitation they came with. */
const Arrival = z.object({
  identity: z.object({
    provider: z.string(),
    issuer: z.string(),
    subject: z.string(),
    label: z.string(),
    email: z.string().optional(),
    vouched: z.boolean(),
  }),
  next: z.string(),
  invitationId: z.string().nullable(),
  /** The address that a letter went to, and what proves that it was read. */
  asked: z.object({ email: z.string(), keyHash: z.string(), codeHash: z.string() }).optional(),
  /** The address that they have proved; it has an account, which is not opened by that alone. */
  proved: z.string().optional(),
});
/** What `Arrival` reads. */
export type Arrival = z.infer<typeof Arrival>;

/** How long somebody may take to prove an address. */
export const arrivalSeconds = 60 * 60;

/**
 * Keeps an arrival for this browser alone: whoever opens its letter elsewhere proves nothing with it, so
 * nobody can hang an account of theirs on somebody else's address.
 */
export async function keepArrival(tx: Ctx, value: Arrival, token?: string): Promise<OwnCookie> {
  const about = value.proved ?? value.asked?.email ?? 'nobody';
  const proof = { kind: 'arrival', about, value, seconds: arrivalSeconds };
  return ownCookie(tx, 'arrival', await keepProof(tx, proof, token), arrivalSeconds);
}

/** The token of this browser's arrival; empty when there is none. */
export const arrivalToken = (ctx: Ctx, cookies: string | null): string =>
  readCookie(ctx, 'arrival', cookies) ?? '';

/** This browser's arrival. */
export async function findArrival(ctx: Ctx, cookies: string | null): Promise<Arrival | undefined> {
  const kept = await findProof(ctx, 'arrival', arrivalToken(ctx, cookies));
  return kept && Arrival.parse(kept.value);
}

/** The same, used up: of two who bring it at once, one gets it. */
export async function takeArrival(tx: Tx, cookies: string | null): Promise<Arrival | undefined> {
  const kept = await takeProof(tx, 'arrival', arrivalToken(tx, cookies));
  return kept && Arrival.parse(kept.value);
}

/** The cookie is over with the arrival. */
export const arrivalOver = (ctx: Ctx): OwnCookie => ownCookie(ctx, 'arrival', '', 0);

/**
 * Makes the login of a proved address, opened by an account elsewhere, and lets its owner in. Whoever
 * signed up with the address and never answered the letter loses that sign-up. Refuses `known` when the
 * address has an account, `notInvited` where one needs an invitation, `taken` when the account elsewhere
 * opens another login by now.
 */
export async function settle(
  tx: Tx,
  { identity, invitationId }: Pick<Arrival, 'identity' | 'invitationId'>,
  email: string,
  visit: Visit,
): Promise<LetIn | { refused: 'known' | 'notInvited' | 'taken' }> {
  const loginId = await makeLogin(tx, { email });
  if (!loginId) return { refused: 'known' };
  const refused = await arriveLogin(tx, loginId, { invitationId });
  if (refused) return refused;
  if (!(await addOutside(tx, loginId, identity)))
    throw new Error('An account elsewhere arrived twice.');
  await forgetProofs(tx, 'sign-up', email);
  await forgetProofs(tx, 'sign-up-code', email);
  return letIn(tx, loginId, 'outside', visit);
}

/**
 * The same without a letter, for an address that a service may vouch for and that nobody has here.
 * Nothing when a letter has to prove it after all.
 */
export async function settleVouched(
  tx: Tx,
  arrival: Pick<Arrival, 'identity' | 'invitationId'>,
  visit: Visit,
): Promise<LetIn | undefined> {
  const { email, vouched } = arrival.identity;
  if (!email || !vouched) return undefined;
  const answer = await settle(tx, arrival, email, visit);
  return 'refused' in answer ? undefined : answer;
}
