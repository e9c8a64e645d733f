import { createPrivateKey } from 'node:crypto';
import { sealedFor } from '#domain/federation/own-keys.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { unseal } from '#platform/sealed.server.ts';

const kept = new Map<string, Promise<CryptoKey>>();
const mostKept = 500;

/** The private key that was sealed as this, ready to sign; remembered, since opening one costs more than using it. */
export function signingKey(
  { secret }: Pick<Ctx, 'secret'>,
  sealed: string,
  kind: 'rsa' | 'ed25519' = 'rsa',
): Promise<CryptoKey> {
  const known = kept.get(sealed);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const opened = open(unseal(secret, sealedFor, sealed), kind);
  kept.set(sealed, opened);
  return opened;
}

function open(pem: string, kind: 'rsa' | 'ed25519'): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const how = kind === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'Ed25519' };
  return crypto.subtle.importKey('pkcs8', new Uint8Array(der), how, true, ['sign']);
}
