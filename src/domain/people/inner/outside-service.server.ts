import type { Configuration } from 'openid-client';
import type { OutsideFault } from './outside-client.server.ts';
import { configOf } from './outside-config.server.ts';
import { callbackOf, type Provider } from './outside-provider.server.ts';
import type { ProviderKind } from '../provider-rules.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A service elsewhere, ready to be asked who somebody is. */
export interface Service {
  /** The provider's id; `mastodon` for every such server. */
  provider: string;
  kind: ProviderKind | 'mastodon';
  name: string;
  /** Whether the operator takes its word about addresses. */
  trustsAddresses: boolean;
  /** OpenID Connect: it signs who somebody is. Else `profile` is asked with the token. */
  oidc: boolean;
  profile: URL | undefined;
  scopes: string;
  /** Whether it is asked for PKCE; only old Mastodon servers are not. */
  pkce: boolean;
  /** The one address that this service sends people back to. */
  callback: string;
  config: Configuration;
  /** The client's secret, for a service that wants requests signed with it. */
  secret: string;
}

/** Makes a provider ready. What it says of itself is asked for when it is first needed, and now and then. */
export async function openService(
  ctx: Ctx,
  provider: Provider,
): Promise<Service | { refused: OutsideFault }> {
  const config = await configOf(ctx, provider);
  if ('refused' in config) return config;
  const { id, kind, name, trustsAddresses, scopes, secret, endpoints } = provider;
  const oidc = kind === 'google' || kind === 'orcid' || kind === 'oidc';
  const profile = oidc || !endpoints ? undefined : new URL(endpoints.userinfo);
  const own = { provider: id, kind, name, trustsAddresses, scopes, secret, oidc, profile };
  return { ...own, pkce: true, callback: callbackOf(ctx, id), config };
}
