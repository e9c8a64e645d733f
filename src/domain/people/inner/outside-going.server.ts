import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  tokenRevocation,
} from 'openid-client';
import { z } from 'zod';
import type { Identity } from './outside-accounts.server.ts';
import { outsideFault, type OutsideFault } from './outside-client.server.ts';
import { readIdentity } from './outside-identity.server.ts';
import type { Service } from './outside-service.server.ts';
import { findProof, keepProof, takeProof } from './proofs.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './session.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody who was sent to a service and has not come back yet. */
const Going = z.object({
  provider: z.string(),
  /** The Mastodon server, where the provider is any of them. */
  host: z.string().optional(),
  state: z.string(),
  nonce: z.string(),
  /** Empty where PKCE was not asked for. */
  verifier: z.string(),
  next: z.string(),
  invitationId: z.string().nullable(),
  /** The login and session that wanted to connect an account; absent: to sign in. */
  connect: z.object({ loginId: z.string(), sessionId: z.string() }).optional(),
});
/** What `Going` reads. */
export type Going = z.infer<typeof Going>;

/** How long somebody may take over there. */
const goingSeconds = 10 * 60;

/**
 * The address at the service to send somebody to, and the cookie that binds the answer to this browser.
 * State, nonce and PKCE's verifier are fresh, and kept here only.
 */
export async function sendOff(
  ctx: Ctx,
  service: Service,
  about: Pick<Going, 'host' | 'next' | 'connect' | 'invitationId'>,
): Promise<{ to: string; cookies: OwnCookie[] }> {
  const verifier = service.pkce ? randomPKCECodeVerifier() : '';
  const secrets = { state: randomState(), nonce: randomNonce(), verifier };
  const value: Going = { ...about, ...secrets, provider: service.provider };
  const proof = {
    kind: 'outside',
    about: about.connect?.loginId ?? 'nobody',
    value,
    seconds: goingSeconds,
  };
  const to = buildAuthorizationUrl(service.config, await askedOf(service, secrets));
  const token = await keepProof(ctx, proof);
  return { to: to.href, cookies: [ownCookie(ctx, 'outside', token, goingSeconds)] };
}

async function askedOf(
  service: Service,
  { state, nonce, verifier }: Pick<Going, 'state' | 'nonce' | 'verifier'>,
): Promise<Record<string, string>> {
  return {
    redirect_uri: service.callback,
    scope: service.scopes,
    state,
    ...(service.oidc && { nonce }),
    ...(verifier && {
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  };
}

/** Who this browser said it was going to; nothing when it went nowhere, elsewhere, or too long ago. */
export async function findGoing(
  ctx: Ctx,
  { provider, host, state }: { provider: string; host: string | undefined; state: string | null },
  cookies: string | null,
): Promise<Going | undefined> {
  const token = readCookie(ctx, 'outside', cookies) ?? '';
  const kept = await findProof(ctx, 'outside', token);
  const going = Going.safeParse(kept?.value).data;
  if (going?.provider !== provider || going.host !== host || going.state !== state)
    return undefined;
  // Only the answer that fits uses it up, and only once.
  return (await takeProof(ctx, 'outside', token)) && going;
}

/** The cookie is over with the answer. */
export const goingOver = (ctx: Ctx): OwnCookie => ownCookie(ctx, 'outside', '', 0);

/**
 * Brings the answer's code to the service and reads who it is. State, issuer, nonce, signature and
 * audience are openid-client's to check. The token is given back at once and never kept.
 */
export async function readAnswer(
  service: Service,
  { state, nonce, verifier }: Going,
  search: string,
): Promise<Identity | { refused: OutsideFault }> {
  const answer = new URL(service.callback);
  answer.search = search;
  // Mastodon names itself with a slash at the end, where it does so at all.
  const iss = answer.searchParams.get('iss');
  if (service.kind === 'mastodon' && iss) answer.searchParams.set('iss', iss.replace(/\/$/, ''));
  try {
    const tokens = await authorizationCodeGrant(service.config, answer, {
      expectedState: state,
      ...(verifier && { pkceCodeVerifier: verifier }),
      ...(service.oidc && { expectedNonce: nonce }),
    });
    const identity = await readIdentity(service, tokens).finally(() =>
      giveBack(service, tokens.access_token),
    );
    return identity ?? { refused: 'mangled' };
  } catch (error) {
    return { refused: outsideFault(error) };
  }
}

async function giveBack({ config }: Service, token: string): Promise<void> {
  if (!config.serverMetadata().revocation_endpoint) return;
  // Not kept, it is of no use to us; a service that cannot take it back lets it grow old.
  await tokenRevocation(config, token).catch(outsideFault);
}
