import { asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { checkService, type Checked } from './inner/outside-check.server.ts';
import { addressFault } from './inner/outside-address.server.ts';
import { forgetDiscovery } from './inner/outside-config.server.ts';
import {
  callbackOf,
  findProvider,
  isProviderId,
  sealedFor,
} from './inner/outside-provider.server.ts';
import {
  oidcForm,
  presetForm,
  presets,
  type Endpoints,
  type OidcFields,
  type ProviderKind,
  type ProviderSettings,
} from './provider-rules.ts';
import { readForm, type Faults } from './rules.ts';
import { signInProvider } from './ways-schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { seal } from '#platform/sealed.server.ts';

export type { Checked };

/** What was written about any kind of provider. */
type Written = z.infer<typeof presetForm> & Partial<OidcFields>;

/** The services elsewhere that people may sign in with, for the sign-in page; `mastodon` is any such server. */
export async function listProviders(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .select({ id: signInProvider.id, name: signInProvider.name })
    .from(signInProvider)
    .orderBy(asc(sql`${signInProvider.id} = 'mastodon'`), asc(signInProvider.opened));
}

/** A provider as the operator sees it: everything but its secret. */
export interface ProviderView {
  id: string;
  kind: ProviderKind;
  name: string;
  clientId: string;
  issuer: string;
  scopes: string;
  endpoints: Endpoints | undefined;
  trustsAddresses: boolean;
  hasSecret: boolean;
  callback: string;
}

/** One provider, for the operator; to everybody else it is absent. */
export async function viewProvider(ctx: Ctx, id: string): Promise<ProviderView | undefined> {
  const found = ctx.viewer?.operator ? await findProvider(ctx, id) : undefined;
  if (!found) return undefined;
  const { secret, ...rest } = found;
  return { ...rest, hasSecret: secret !== '', callback: callbackOf(ctx, id) };
}

/** Where a provider of this id sends people back to; the operator copies it to the service. */
export const callbackFor = callbackOf;

/**
 * Keeps what the operator wrote about a provider, new or not. An empty secret leaves the old one. Refuses
 * `gone` to others, and `invalid` with a sentence a field, also for an address inside our own network.
 */
export async function keepProvider(
  ctx: Ctx,
  { id, kind }: { id: string; kind: ProviderKind },
  fields: unknown,
): Promise<{ refused: 'gone' } | { refused: 'invalid'; faults: Faults } | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const form: z.ZodType<Written> = kind === 'oidc' ? oidcForm : presetForm;
  const read = readForm(form, fields);
  if ('faults' in read) return { refused: 'invalid', faults: read.faults };
  const faults = addressFaults(ctx, read.value);
  if (Object.keys(faults).length > 0) return { refused: 'invalid', faults };
  const before = await findProvider(ctx, id);
  const secret = read.value.secret || before?.secret || '';
  if (!secret && kind !== 'oidc')
    return {
      refused: 'invalid',
      faults: { secret: 'Write the secret that the service gave you.' },
    };
  const row = {
    kind,
    name: kind === 'oidc' ? (read.value.name ?? id) : presets[kind].name,
    settings: settingsOf(read.value),
    sealedSecret: secret ? seal(ctx.secret, sealedFor(id), secret) : null,
    trustsAddresses: read.value.trusts === 'yes',
  };
  await inTransaction(ctx, async (tx) => {
    const opened = tx.clock.now();
    await tx.db
      .insert(signInProvider)
      .values({ id, opened, ...row })
      .onConflictDoUpdate({ target: signInProvider.id, set: row });
    const detail = { kind, trustsAddresses: row.trustsAddresses };
    await writeAudit(tx, { act: before ? 'change-provider' : 'add-provider', subject: id, detail });
  });
  forgetDiscovery(ctx, id);
}

function addressFaults(ctx: Ctx, fields: Written): Faults {
  const faults: Faults = {};
  for (const name of ['issuer', 'authorization', 'token', 'userinfo', 'keys'] as const) {
    const text = fields[name];
    const fault = text ? addressFault(ctx, text) : undefined;
    if (fault) faults[name] = fault;
  }
  return faults;
}

function settingsOf(value: Written): ProviderSettings {
  const { issuer, scopes, authorization, token, userinfo, keys } = value;
  const own = { clientId: value['client-id'] };
  if (!issuer) return own;
  const endpoints = authorization && token && userinfo && keys;
  return {
    ...own,
    issuer,
    scopes: withOpenid(scopes ?? ''),
    ...(endpoints && { endpoints: { authorization, token, userinfo, keys } }),
  };
}

function withOpenid(scopes: string): string {
  const words = (scopes || 'openid email').split(/\s+/);
  return [...new Set(['openid', ...words])].join(' ');
}

/** Takes a provider away, also the switch for Mastodon. Connected accounts stay, and open nothing meanwhile. */
export async function removeProvider(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator || !isProviderId(id)) return { refused: 'gone' };
  await inTransaction(ctx, async (tx) => {
    const gone = await tx.db.delete(signInProvider).where(eq(signInProvider.id, id)).returning();
    if (gone.length > 0) await writeAudit(tx, { act: 'remove-provider', subject: id });
  });
  forgetDiscovery(ctx, id);
}

/** Lets people sign in with any Mastodon server. Refuses `gone` to all but the operator. */
export async function letMastodonIn(ctx: Ctx): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  await inTransaction(ctx, async (tx) => {
    const opened = tx.clock.now();
    const row = { id: 'mastodon', kind: 'mastodon', name: 'Mastodon', settings: {}, opened };
    const made = await tx.db.insert(signInProvider).values(row).onConflictDoNothing().returning();
    if (made.length > 0) await writeAudit(tx, { act: 'add-provider', subject: 'mastodon' });
  });
}

const tries = { times: 30, seconds: 10 * 60 };

/** Asks a provider, now, whether it would do; what is wrong is said in plain words. */
export async function tryProvider(
  ctx: Ctx,
  id: string,
): Promise<Checked | { refused: 'gone' | 'tooFast' }> {
  const found = ctx.viewer?.operator ? await findProvider(ctx, id) : undefined;
  if (!found) return { refused: 'gone' };
  if (await limited(ctx, `try provider ${ctx.viewer?.personId}`, tries))
    return { refused: 'tooFast' };
  forgetDiscovery(ctx, id);
  return checkService(ctx, found);
}
