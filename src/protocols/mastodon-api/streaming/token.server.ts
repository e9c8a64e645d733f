import type { IncomingMessage } from 'node:http';
import type { Listener } from './audience.server.ts';
import { findBearer } from '#domain/apps/tokens.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a token is, by its shape. Anything else that stands in its place is none. */
const shape = /^[A-Za-z0-9_-]{43}$/;

/**
 * The token of a stream: `Authorization: Bearer`, the sub-protocol of a web socket, or `access_token` in the
 * address, which browsers need here and which is refused everywhere else. Cookies are never looked at,
 * so no page can listen with what a browser holds.
 */
export function tokenIn({ headers }: IncomingMessage, url: URL): string | undefined {
  const bearer = /^Bearer +([^\s,]+)$/i.exec(headers.authorization ?? '')?.[1];
  const protocol = headers['sec-websocket-protocol']?.split(',')[0]?.trim();
  const tokens = [bearer, protocol, url.searchParams.get('access_token') ?? undefined];
  return tokens.find((token) => token !== undefined && shape.test(token));
}

/** Why nobody may listen: no living token, or one that is for no person. */
export type Unheard = 'invalid' | 'nobody';

/** Who listens with this token. */
export async function listenerOf(
  services: Services,
  token: string | undefined,
): Promise<Listener | Unheard> {
  const bearer = token === undefined ? undefined : await findBearer(services, token);
  if (!bearer) return 'invalid';
  const { viewer } = bearer;
  return viewer ? { ...bearer, viewer } : 'nobody';
}
