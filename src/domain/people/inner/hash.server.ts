import { createHash } from 'node:crypto';

/** Tokens are kept as SHA-256: a stolen backup opens no door. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
