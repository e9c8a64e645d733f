import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { hashOf } from './hash.server.ts';
import { proof } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a passkey is asked for. An answer to one is no answer to another. */
export type Purpose = 'sign in' | 'prove' | 'add';

/** What a challenge is good for, and for whom: `holder` is a secret of the browser, or a session's id. */
export interface Asking {
  purpose: Purpose;
  holder: string;
}

/** How long somebody may take to find their finger. */
export const challengeSeconds = 5 * 60;

const nonceBytes = 16;
const timeBytes = 6;

/**
 * A challenge for a passkey: a nonce, when it ends, and our signature over both, the purpose and its
 * holder. It is signed rather than kept, so that a page which only shows a button writes nothing.
 */
export function newChallenge(ctx: Ctx, asking: Asking): string {
  const ends = Buffer.alloc(timeBytes);
  ends.writeUIntBE(ctx.clock.now().getTime() + challengeSeconds * 1000, 0, timeBytes);
  const body = Buffer.concat([randomBytes(nonceBytes), ends]);
  return Buffer.concat([body, signatureOf(ctx, asking, body)]).toString('base64url');
}

/**
 * Uses a challenge: of many who bring it at once, one gets `good`. `late` is one of ours that has
 * ended; `wrong` was used before, belongs to another browser or purpose, or was never ours.
 */
export async function useChallenge(
  ctx: Ctx,
  asking: Asking,
  challenge: string,
): Promise<'good' | 'late' | 'wrong'> {
  const bytes = Buffer.from(challenge, 'base64url');
  const body = bytes.subarray(0, nonceBytes + timeBytes);
  const right = signatureOf(ctx, asking, body);
  const given = bytes.subarray(nonceBytes + timeBytes);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong';
  const ends = new Date(body.readUIntBE(nonceBytes, timeBytes));
  if (ends <= ctx.clock.now()) return 'late';
  return (await isFirstUse(ctx, body, ends)) ? 'good' : 'wrong';
}

/** A used challenge is kept among the proofs for as long as it could be used again. */
async function isFirstUse(ctx: Ctx, body: Buffer, ends: Date): Promise<boolean> {
  const tokenHash = hashOf(body.toString('base64url'));
  const about = { kind: 'passkey-used', about: '', value: {}, created: ctx.clock.now(), ends };
  const used = await ctx.db
    .insert(proof)
    .values({ tokenHash, ...about })
    .onConflictDoNothing()
    .returning();
  return used.length > 0;
}

function signatureOf({ secret }: Ctx, { purpose, holder }: Asking, body: Buffer): Buffer {
  const hmac = createHmac('sha256', secret).update(`passkey challenge:${purpose}:${holder}:`);
  return hmac.update(body).digest();
}
