import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { originOf } from './mastodon-host.server.ts';
import { mastodonClient } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Fetched } from '#platform/fetch.server.ts';
import { seal, unseal } from '#platform/sealed.server.ts';

/** What keeps somebody from signing in with a server. */
export type MastodonRefused = 'unreachable' | 'notMastodon' | 'tooFast';

/** How long one request to a server may take, and how much it may answer. */
export const bounds = {
  accept: 'application/json',
  deadlineMs: 7_000,
  maxBytes: 64 * 1024,
  maxRedirects: 0,
};
const sealedFor = (host: string) => `app at ${host}`;

/** Where one server sends people back to: another address each, since any of them may be hostile. */
export function callbackFrom({ config }: Pick<Ctx, 'config'>, host: string): string {
  return `${config.origin}/sign-in/with/mastodon/${host}/back`;
}

/** Forgets our registration at a server that does not know it any more. */
export async function forgetClient(ctx: Ctx, host: string): Promise<void> {
  await ctx.db.delete(mastodonClient).where(eq(mastodonClient.host, host));
}

/** Our registration at a server, and when it was last seen to hold. */
export interface Client {
  clientId: string;
  secret: string;
  since: Date;
}

/** Our registration at a server. */
export async function findClient(ctx: Ctx, host: string): Promise<Client | undefined> {
  const [kept] = await ctx.db.select().from(mastodonClient).where(eq(mastodonClient.host, host));
  if (!kept) return undefined;
  const { clientId, sealedSecret, since } = kept;
  return { clientId, since, secret: unseal(ctx.secret, sealedFor(host), sealedSecret) };
}

/** Marks a registration as one that holds. */
export async function keepClient(ctx: Ctx, host: string, since: Date): Promise<void> {
  await ctx.db.update(mastodonClient).set({ since }).where(eq(mastodonClient.host, host));
}

const Registered = z.object({
  client_id: z.string().min(1).max(500),
  client_secret: z.string().min(1).max(500),
});

/** Introduces this place to a server, as an app of its own that sends people back to one address. */
export async function register(
  ctx: Ctx,
  host: string,
): Promise<Client | { refused: MastodonRefused }> {
  const form = new URLSearchParams({
    client_name: 'Pocket Friends',
    redirect_uris: callbackFrom(ctx, host),
    // Both, since the server's next version may know the narrow one that this one does not.
    scopes: 'read:accounts profile',
    website: ctx.config.origin,
  });
  const answer = await askForApp(ctx, host, form);
  if ('refused' in answer) return { refused: 'unreachable' };
  const read = Registered.safeParse(jsonOf(answer));
  if (!read.success) return { refused: 'notMastodon' };
  const { client_id: clientId, client_secret: secret } = read.data;
  const since = ctx.clock.now();
  const row = { clientId, sealedSecret: seal(ctx.secret, sealedFor(host), secret), since };
  await ctx.db
    .insert(mastodonClient)
    .values({ host, ...row })
    .onConflictDoUpdate({ target: mastodonClient.host, set: row });
  return { clientId, secret, since };
}

/** A server that refuses a scope it has never heard of is asked for the older one alone. */
async function askForApp(ctx: Ctx, host: string, form: URLSearchParams) {
  const contentType = 'application/x-www-form-urlencoded';
  const address = `${originOf(ctx, host)}/api/v1/apps`;
  const ask = () => ctx.fetcher.post(address, { ...bounds, contentType, body: form.toString() });
  const answer = await ask();
  if ('refused' in answer || answer.status !== 422) return answer;
  form.set('scopes', 'read:accounts');
  return ask();
}

/** What a server answered, as JSON; nothing for anything else. */
export function jsonOf({ status, body }: Fetched): unknown {
  if (status !== 200) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
