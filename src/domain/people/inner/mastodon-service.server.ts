import { eq } from 'drizzle-orm';
import { ClientSecretPost, clientCredentialsGrant } from 'openid-client';
import { z } from 'zod';
import {
  bounds,
  callbackFrom,
  findClient,
  jsonOf,
  keepClient,
  register,
  type Client,
  type MastodonRefused,
} from './mastodon-client.server.ts';
import { originOf } from './mastodon-host.server.ts';
import { outsideFault } from './outside-client.server.ts';
import { makeConfig } from './outside-config.server.ts';
import type { Service } from './outside-service.server.ts';
import { presets, providerSettings } from '../provider-rules.ts';
import { signInProvider } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const perHost = { times: 300, seconds: 60 * 60 };
const day = 24 * 60 * 60 * 1000;

/** Whether the operator lets people sign in with any Mastodon server. */
export async function mastodonOpen(ctx: Ctx): Promise<boolean> {
  const row = eq(signInProvider.id, 'mastodon');
  return (await ctx.db.select().from(signInProvider).where(row)).length > 0;
}

/**
 * Makes a Mastodon server ready for somebody to sign in: we are registered there as an app, once, and
 * once more when it has forgotten us.
 */
export async function openMastodon(
  ctx: Ctx,
  host: string,
): Promise<Service | { refused: MastodonRefused }> {
  if (await isProvider(ctx, host)) return { refused: 'notMastodon' };
  if (await limited(ctx, `mastodon server ${host}`, perHost)) return { refused: 'tooFast' };
  const about = await readMetadata(ctx, host);
  if ('refused' in about) return about;
  const kept = await findClient(ctx, host);
  const fits = kept && (await stillKnown(ctx, host, kept));
  if (fits === 'unreachable') return { refused: fits };
  if (kept && fits) return serviceOf(ctx, host, { ...kept, ...about });
  const made = await register(ctx, host);
  return 'refused' in made ? made : serviceOf(ctx, host, { ...made, ...about });
}

/**
 * Whether a server vouches for people by another protocol already: the number of an account in the one
 * must never be taken for the same number in the other.
 */
async function isProvider(ctx: Ctx, host: string): Promise<boolean> {
  const rows = await ctx.db.select({ settings: signInProvider.settings }).from(signInProvider);
  const own = rows.map(({ settings }) => providerSettings.safeParse(settings).data?.issuer);
  const known = [...Object.values(presets).map(({ issuer }) => issuer), ...own];
  return known.some((issuer) => issuer !== undefined && URL.parse(issuer)?.host === host);
}

/** The same for somebody who comes back from there: nothing new is asked, nothing registered. */
export async function reopenMastodon(ctx: Ctx, host: string): Promise<Service | undefined> {
  const kept = await findClient(ctx, host);
  return kept && serviceOf(ctx, host, { ...kept, scopes: '', pkce: true });
}

const Metadata = z.object({
  scopes_supported: z.array(z.string()).catch([]),
  code_challenge_methods_supported: z.array(z.string()).catch([]),
});

/** What we ask for, and how: servers before 4.3 have no metadata, know no `profile` and no PKCE. */
async function readMetadata(
  ctx: Ctx,
  host: string,
): Promise<Pick<Service, 'scopes' | 'pkce'> | { refused: MastodonRefused }> {
  const address = `${originOf(ctx, host)}/.well-known/oauth-authorization-server`;
  const answer = await ctx.fetcher.get(address, bounds);
  if ('refused' in answer && answer.refused !== 'redirects') return { refused: 'unreachable' };
  const read = Metadata.safeParse('refused' in answer ? undefined : jsonOf(answer));
  const scopes = read.data?.scopes_supported.includes('profile') ? 'profile' : 'read:accounts';
  const pkce = read.data?.code_challenge_methods_supported.includes('S256') ?? false;
  return { scopes, pkce };
}

/** Servers clear out apps that nobody used for long, and say so only to the app itself. */
async function stillKnown(
  ctx: Ctx,
  host: string,
  client: Client,
): Promise<boolean | 'unreachable'> {
  const now = ctx.clock.now();
  if (now.getTime() - client.since.getTime() < day) return true;
  const { config } = serviceOf(ctx, host, { ...client, scopes: '', pkce: false });
  const fault = await clientCredentialsGrant(config).then(() => undefined, outsideFault);
  if (fault === 'unreachable') return fault;
  if (fault === 'client') return false;
  await keepClient(ctx, host, now);
  return true;
}

function serviceOf(
  ctx: Ctx,
  host: string,
  { clientId, secret, scopes, pkce }: Client & Pick<Service, 'scopes' | 'pkce'>,
): Service {
  const issuer = originOf(ctx, host);
  // Only the usual paths on its own host: what a server says of itself leads nowhere else.
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
  };
  const auth = ClientSecretPost(secret);
  return {
    provider: 'mastodon',
    kind: 'mastodon',
    name: host,
    trustsAddresses: false,
    oidc: false,
    profile: new URL(`${issuer}/api/v1/accounts/verify_credentials`),
    scopes,
    pkce,
    secret,
    callback: callbackFrom(ctx, host),
    config: makeConfig(ctx, metadata, { clientId, auth }),
  };
}
