import { ed25519KeyUri, everybody } from '../addresses.ts';
import { sealedFor } from '../own-keys.server.ts';
import { withProof } from './proof.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { unseal } from '#platform/sealed.server.ts';

/**
 * An activity with its sender's proof when it is addressed to everybody, as it is otherwise: what is meant for few
 * must not prove to others that it was said.
 */
export function proved(
  { secret, clock }: Pick<Ctx, 'secret' | 'clock'>,
  about: { senderUri: string; sealed: string; body: Readonly<Record<string, unknown>> },
): Readonly<Record<string, unknown>> {
  const { body, senderUri } = about;
  if (![body['to'], body['cc']].flat().includes(everybody)) return body;
  return withProof(body, {
    verificationMethod: ed25519KeyUri(senderUri),
    pem: unseal(secret, sealedFor, about.sealed),
    created: clock.now(),
  });
}
