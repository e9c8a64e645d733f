import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A code, a token or an app's secret: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** All of them are kept as SHA-256: a stolen backup opens no door. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a secret is the one of this hash, in the same time for all that are not. */
export function secretFits(hash: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(secret)));
}

/** Whether a verifier is the one of a challenge (PKCE, S256). */
export function verifierFits(challenge: string, verifier: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
