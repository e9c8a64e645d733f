import { eq } from 'drizzle-orm';
import {
  presets,
  providerKinds,
  providerSettings,
  type Endpoints,
  type ProviderKind,
} from '../provider-rules.ts';
import { signInProvider } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { unseal } from '#platform/sealed.server.ts';

/** What a provider's row tells, with the preset's parts filled in and the secret opened. */
export interface Provider {
  id: string;
  kind: ProviderKind;
  name: string;
  /** Whether the operator takes its word about addresses. */
  trustsAddresses: boolean;
  scopes: string;
  secret: string;
  issuer: string;
  clientId: string;
  endpoints: Endpoints | undefined;
}

/** What a provider's secret is sealed for. */
export const sealedFor = (id: string) => `sign-in provider ${id}`;

/** Whether it can be a provider's id at all; out of an address it may be anything. */
export const isProviderId = (id: string) => /^[a-z0-9-]{1,64}$/.test(id);

/** A provider that the operator has set up; `mastodon` is none of them. */
export async function findProvider(ctx: Ctx, id: string): Promise<Provider | undefined> {
  if (!isProviderId(id)) return undefined;
  const [row] = await ctx.db.select().from(signInProvider).where(eq(signInProvider.id, id));
  const kind = providerKinds.find((known) => known === row?.kind);
  if (!row || !kind) return undefined;
  const settings = providerSettings.parse(row.settings);
  const preset = kind === 'oidc' ? undefined : presets[kind];
  return {
    id,
    kind,
    name: row.name,
    trustsAddresses: row.trustsAddresses,
    clientId: settings.clientId,
    issuer: settings.issuer ?? preset?.issuer ?? '',
    scopes: settings.scopes ?? preset?.scopes ?? 'openid email',
    endpoints: settings.endpoints ?? preset?.endpoints,
    secret: row.sealedSecret ? unseal(ctx.secret, sealedFor(id), row.sealedSecret) : '',
  };
}

/** Where a provider sends people back to: one address each, so that a code cannot be brought to another. */
export function callbackOf({ config }: Pick<Ctx, 'config'>, id: string): string {
  return `${config.origin}/sign-in/with/${id}/back`;
}
