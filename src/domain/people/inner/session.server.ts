import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { session } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** How long somebody stays signed in: thirty days. */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** A cookie for whoever answers a request; `value` is not yet encoded. */
export interface SessionCookie {
  name: string;
  value: string;
  options: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean; maxAge: number };
}

/** The session cookie's name: bound to host and TLS wherever there is TLS. */
export function sessionCookieName(config: Pick<Services['config'], 'origin'>): string {
  return config.origin.startsWith('https:') ? '__Host-session' : 'session';
}

/** Signs a login in on one more device, with a fresh session id. */
export async function openSession(ctx: Ctx, loginId: string): Promise<SessionCookie> {
  const token = randomBytes(24).toString('base64url');
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + sessionSeconds * 1000);
  const times = { createdAt: now, updatedAt: now, expiresAt };
  await ctx.db.insert(session).values({ id: randomUUID(), userId: loginId, token, ...times });
  return sessionCookie(ctx, token);
}

/** The cookie that carries a session's token, signed as Better Auth signs it (HMAC-SHA256, base64). */
export function sessionCookie(
  { config, secret }: Pick<Services, 'config' | 'secret'>,
  token: string,
): SessionCookie {
  const secure = config.origin.startsWith('https:');
  return {
    name: sessionCookieName(config),
    value: `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: sessionSeconds },
  };
}

/** The token inside a cookie that we signed. */
export function sessionToken(
  { config, secret }: Pick<Services, 'config' | 'secret'>,
  cookieHeader: string | null,
): string | undefined {
  const name = sessionCookieName(config);
  const pair = cookieHeader?.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  const [token, signature] = safeDecode(pair?.slice(name.length + 1)).split('.', 2);
  if (!token || !signature) return undefined;
  const right = createHmac('sha256', secret).update(token).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined;
}

function safeDecode(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
