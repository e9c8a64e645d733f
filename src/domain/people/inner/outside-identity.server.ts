import { createHmac } from 'node:crypto';
import { fetchProtectedResource, fetchUserInfo } from 'openid-client';
import { z } from 'zod';
import type { Identity } from './outside-accounts.server.ts';
import type { Service } from './outside-service.server.ts';
import { emailField } from '../rules.ts';

/** What a service handed out for a code. */
export interface Tokens {
  access_token: string;
  claims(): { iss: string; sub: string; [claim: string]: unknown } | undefined;
}

/**
 * Who somebody is at a service, by its signed word or by what its profile says to their token. Nothing
 * when the answer is not of the shape that the service promises. Throws what openid-client throws.
 */
export async function readIdentity(
  service: Service,
  tokens: Tokens,
): Promise<Identity | undefined> {
  const found = service.oidc ? await byOidc(service, tokens) : await byProfile(service, tokens);
  if (!found) return undefined;
  const { email, label, ...rest } = found;
  const address = emailField.safeParse(email);
  const name = tidy(label) || (address.success ? address.data : '') || rest.subject;
  return {
    ...rest,
    provider: service.provider,
    label: name,
    email: address.success ? address.data : undefined,
    vouched: found.vouched && service.trustsAddresses && address.success,
  };
}

interface Found {
  issuer: string;
  subject: string;
  label: string;
  email: unknown;
  vouched: boolean;
}

async function byOidc(service: Service, tokens: Tokens): Promise<Found | undefined> {
  const claims = tokens.claims();
  const subject = Subject.safeParse(claims?.sub);
  if (!claims || !subject.success) return undefined;
  const about = { ...(await more(service, tokens, claims)), ...claims };
  const { email, preferred_username: username } = about;
  const label = [email, username].find((text) => typeof text === 'string') ?? '';
  const vouched = about.email_verified === true && authoritative(service, about);
  return { issuer: claims.iss, subject: subject.data, label: String(label), email, vouched };
}

/** Most services tell the address only when it is asked for with the token. */
async function more(
  { config, scopes }: Service,
  { access_token: token }: Tokens,
  claims: { sub: string; email?: unknown },
): Promise<Record<string, unknown>> {
  const asked = /\bemail\b/.test(scopes) && claims.email === undefined;
  const known = config.serverMetadata().userinfo_endpoint !== undefined;
  return asked && known ? fetchUserInfo(config, token, claims.sub) : {};
}

/**
 * Google's word counts for addresses that Google itself gives out; another may have changed hands since
 * it was verified (https://developers.google.com/identity/gsi/web/guides/verify-google-id-token).
 */
function authoritative({ kind }: Service, about: Record<string, unknown>): boolean {
  if (kind !== 'google') return true;
  const domain = String(about['email']).split('@').at(-1)?.toLowerCase();
  return domain === 'gmail.com' || (domain !== undefined && about['hd'] === domain);
}

async function byProfile(service: Service, tokens: Tokens): Promise<Found | undefined> {
  const { profile, config, kind } = service;
  if (!profile || (kind !== 'facebook' && kind !== 'wordpress' && kind !== 'mastodon'))
    return undefined;
  const url = new URL(profile);
  if (kind === 'facebook') url.searchParams.set('appsecret_proof', signed(service, tokens));
  const answer = await fetchProtectedResource(config, tokens.access_token, url, 'GET');
  const text = await answer.text();
  const read = answer.ok ? profiles[kind].safeParse(json(text)) : undefined;
  if (!read?.success) return undefined;
  const { host, issuer } = issuerOf(service);
  const { subject, label, email } = read.data;
  const full = kind === 'mastodon' ? `${label}@${host}` : label;
  return { issuer, subject, label: full, email, vouched: false };
}

function issuerOf({ config }: Service): { host: string; issuer: string } {
  const { issuer } = config.serverMetadata();
  return { host: new URL(issuer).host, issuer };
}

/** Facebook wants to see that whoever holds the token holds the app's secret too. */
function signed({ secret }: Service, { access_token: token }: Tokens): string {
  return createHmac('sha256', secret).update(token).digest('hex');
}

/** What a database can hold: no NUL, no half of a character. */
const Subject = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);
const Id = z.union([z.string(), z.int().transform(String)]).pipe(Subject);

/** What each service's profile looks like, as far as we look at it. */
const profiles = {
  facebook: z
    .object({ id: z.string().regex(/^\d{1,40}$/), name: z.string(), email: z.unknown().optional() })
    .transform(({ id, name, email }) => ({ subject: id, label: name, email })),
  wordpress: z
    .object({
      ID: Id,
      username: z.string(),
      email: z.unknown().optional(),
      email_verified: z.unknown().optional(),
    })
    .transform(({ ID, username, email, email_verified: verified }) => ({
      subject: ID,
      label: username,
      email: verified === true ? email : undefined,
    })),
  mastodon: z
    .object({
      id: z.string().regex(/^[\w.-]{1,100}$/),
      username: z.string().regex(/^[\p{L}\p{N}_.-]{1,100}$/u),
    })
    .transform(({ id, username }) => ({ subject: id, label: `@${username}`, email: undefined })),
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed();
}
