import { createHmac, timingSafeEqual } from 'node:crypto';
import { sessionCookieName } from './inner/auth.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

export { sessionCookieName };

/**
 * Who asks, from the session cookie; nobody when the session has ended anywhere. Read from the
 * database on every request (one indexed look-up), so that a sign-out holds at once.
 */
export async function findViewer(
  services: Pick<Services, 'config' | 'secret' | 'pool' | 'clock'>,
  cookieHeader: string | null,
): Promise<Viewer | null> {
  const token = sessionToken(services, cookieHeader);
  if (!token) return null;
  const { rows } = await services.pool.query<Viewer>({
    name: 'viewer',
    text: `select p.id::text as "personId", p.handle, p.name, p.zone, o.person_id is not null as operator
      from session s join person p on p.login_id = s.login_id
      left join operator o on o.person_id = p.id
      where s.token = $1 and s.expires_at > $2`,
    values: [token, services.clock.now()],
  });
  return rows[0] ?? null;
}

/** The token inside a cookie that we signed (HMAC-SHA256, as Better Auth writes it). */
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

