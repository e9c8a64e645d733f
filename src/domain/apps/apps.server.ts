import { eq } from 'drizzle-orm';
import { hashOf, secretFits, newSecret } from './inner/secrets.server.ts';
import { longestName, tidyName } from './name-rules.ts';
import { mayRedirectTo, redirectBounds } from './redirect-rules.ts';
import { oauthApp } from './schema.server.ts';
import { readScopes } from './scopes.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText } from '#platform/text.server.ts';

/**
 * An app as everybody may know it. `website` is http(s) or absent; `since` is when it came. One that is
 * `confidential` was given a secret; the others run where everybody could read it.
 */
export interface App {
  id: string;
  clientId: string;
  name: string;
  website: string | null;
  redirectUris: string[];
  scopes: string[];
  confidential: boolean;
  since: Date;
}

/** What an app says of itself when it comes. `scopes` is one text; `secret: false` is a public client. */
export interface AppWords {
  name: string;
  redirectUris: string[];
  scopes: string;
  website: string;
  secret: boolean;
}

/** What cannot be taken as it is. */
export type AppFault = 'name' | 'redirectUris' | 'scopes' | 'website';

const often = { times: 200, seconds: 60 * 60 };

/**
 * Takes an app in: anybody may bring one, and it can do nothing before a person gives it leave. The
 * secret is told once and kept as a hash. Refuses what it says of itself when a part does not fit, and
 * more than two hundred apps an hour from one network address.
 */
export async function registerApp(
  ctx: Ctx,
  words: AppWords,
  address: string,
): Promise<{ app: App; secret?: string } | { refused: AppFault | 'tooFast' }> {
  if (await limited(ctx, `apps from ${address}`, often)) return { refused: 'tooFast' };
  const read = readWords(words);
  if ('refused' in read) return read;
  const secret = words.secret ? newSecret() : undefined;
  const secretHash = secret ? hashOf(secret) : null;
  const row = { ...read, clientId: newSecret(), secretHash, since: ctx.clock.now() };
  const [made] = await ctx.db.insert(oauthApp).values(row).returning();
  if (!made) throw new Error('No app was made.');
  return { app: appOf(made), ...(secret && { secret }) };
}

type Read = Pick<App, 'name' | 'redirectUris' | 'scopes' | 'website'>;

function readWords(words: AppWords): Read | { refused: AppFault } {
  const plain = plainText(words.name, { maxGraphemes: longestName });
  const name = typeof plain === 'string' ? tidyName(plain) : '';
  if (!/[\p{L}\p{N}]/u.test(name)) return { refused: 'name' };
  const redirectUris = [...new Set(words.redirectUris.filter(Boolean))];
  const few = redirectUris.length > 0 && redirectUris.length <= redirectBounds.most;
  if (!few || !redirectUris.every(mayRedirectTo)) return { refused: 'redirectUris' };
  const scopes = readScopes(words.scopes);
  if (!scopes) return { refused: 'scopes' };
  const website = readWebsite(words.website);
  if (website === undefined) return { refused: 'website' };
  return { name, redirectUris, scopes, website };
}

/** Nothing said is nothing kept; what is no address of a website is not taken. */
function readWebsite(typed: string): string | null | undefined {
  if (typed.trim() === '') return null;
  const url = URL.parse(typed.trim());
  const fits = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return fits && url.href.length <= redirectBounds.longest ? url.href : undefined;
}

/** An app by the id that it was given; absent when it never came, or left. */
export async function findApp(ctx: Ctx, clientId: string): Promise<App | undefined> {
  const [found] = await ctx.db.select().from(oauthApp).where(eq(oauthApp.clientId, clientId));
  return found && appOf(found);
}

/** An app by its own id. */
export async function readApp(ctx: Ctx, id: string): Promise<App | undefined> {
  const [found] = await ctx.db.select().from(oauthApp).where(eq(oauthApp.id, id));
  return found && appOf(found);
}

/** How an app shows that it is itself. */
export interface AppProof {
  clientId: string;
  secret?: string | undefined;
}

/**
 * The app that proves to be itself: with its secret, or without one if it was never given any. Absent
 * alike for an unknown app and a wrong secret.
 */
export async function findProvedApp(
  ctx: Ctx,
  { clientId, secret }: AppProof,
): Promise<App | undefined> {
  const [found] = await ctx.db.select().from(oauthApp).where(eq(oauthApp.clientId, clientId));
  if (!found) return undefined;
  const { secretHash } = found;
  const proved = secretHash ? secret !== undefined && secretFits(secretHash, secret) : !secret;
  return proved ? appOf(found) : undefined;
}

function appOf({ secretHash, ...app }: typeof oauthApp.$inferSelect): App {
  return { ...app, confidential: secretHash !== null };
}
