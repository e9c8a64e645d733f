import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type DiscoveryRequestOptions,
  type ServerMetadata,
} from 'openid-client';
import {
  fetchThrough,
  namedPeer,
  outsideFault,
  type OutsideFault,
} from './outside-client.server.ts';
import type { Provider } from './outside-provider.server.ts';
import type { Endpoints } from '../provider-rules.ts';
import type { Ctx } from '#platform/ctx.server.ts';

interface Known {
  version: string;
  config: Configuration;
  asked: number;
}

const hour = 60 * 60 * 1000;
/** What a service said is asked for anew after an hour; while it is silent, it holds for a day. */
const lasts = { fresh: hour, stale: 24 * hour } as const;
const known = new WeakMap<object, Map<string, Known>>();

/**
 * How a provider is spoken to, by what it says of itself or by what the operator wrote. A provider that
 * was silent once is asked again by the next who needs it.
 */
export async function configOf(
  ctx: Ctx,
  provider: Provider,
): Promise<Configuration | { refused: OutsideFault }> {
  if (provider.endpoints) return explicit(ctx, provider, provider.endpoints);
  const kept = knownOf(ctx);
  const before = kept.get(provider.id);
  const version = JSON.stringify(provider);
  const now = ctx.clock.now().getTime();
  const age = before?.version === version ? now - before.asked : Infinity;
  if (before && age < lasts.fresh) return before.config;
  const config = await discover(ctx, provider);
  if (!('refused' in config)) kept.set(provider.id, { version, config, asked: now });
  return 'refused' in config && before && age < lasts.stale ? before.config : config;
}

/** Forgets what a service said of itself, so that the next who needs it asks anew. */
export function forgetDiscovery(ctx: Ctx, id: string): void {
  knownOf(ctx).delete(id);
}

function knownOf({ pool }: Pick<Ctx, 'pool'>): Map<string, Known> {
  const kept = known.get(pool) ?? new Map<string, Known>();
  known.set(pool, kept);
  return kept;
}

async function discover(
  ctx: Ctx,
  { issuer, clientId, secret }: Provider,
): Promise<Configuration | { refused: OutsideFault }> {
  const server = URL.parse(issuer);
  if (!server) return { refused: 'mangled' };
  const plain = server.protocol === 'http:' && namedPeer(ctx, server);
  const options: DiscoveryRequestOptions = {
    [customFetch]: fetchThrough(ctx),
    execute: plain ? [allowInsecureRequests] : [],
  };
  try {
    const found = await discovery(server, clientId, undefined, None(), options);
    const metadata = found.serverMetadata();
    return makeConfig(ctx, metadata, { clientId, auth: authFor(metadata, secret) });
  } catch (error) {
    return { refused: outsideFault(error) };
  }
}

function explicit(
  ctx: Ctx,
  { issuer, clientId, secret }: Provider,
  endpoints: Endpoints,
): Configuration {
  const metadata: ServerMetadata = {
    issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userinfo,
    ...(endpoints.keys && { jwks_uri: endpoints.keys }),
  };
  return makeConfig(ctx, metadata, {
    clientId,
    auth: secret ? ClientSecretPost(secret) : None(),
  });
}

/** How we show that we are the client: in the body, unless the service says it wants the header. */
function authFor(metadata: ServerMetadata, secret: string): ClientAuth {
  if (!secret) return None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const post = methods.includes('client_secret_post');
  return post ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

/** A configuration whose every request goes through the one fetcher, and by TLS but to a named peer. */
export function makeConfig(
  ctx: Ctx,
  metadata: ServerMetadata,
  { clientId, auth }: { clientId: string; auth: ClientAuth },
): Configuration {
  const config = new Configuration(metadata, clientId, undefined, auth);
  config[customFetch] = fetchThrough(ctx);
  const issuer = new URL(metadata.issuer);
  if (issuer.protocol === 'http:' && namedPeer(ctx, issuer)) allowInsecureRequests(config);
  // TLS alone would do by the letter of the standard; a signature also holds behind a proxy.
  if (metadata.jwks_uri) enableNonRepudiationChecks(config);
  return config;
}
