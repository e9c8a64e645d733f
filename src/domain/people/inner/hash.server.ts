import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A secret for one link or cookie: 192 random bits, for addresses and headers. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Tokens are kept as SHA-256: a stolen backup opens no door. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What is easy to guess (a code, a handle) is kept under the server's own key, each purpose apart. */
export function keyedHash(secret: string, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${text}`).digest('hex');
}
