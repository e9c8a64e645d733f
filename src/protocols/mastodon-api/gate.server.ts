import { refuse } from './errors.ts';
import type { Needs } from './route.ts';
import { covers } from '#domain/apps/scopes.ts';
import { findBearer, type Bearer } from '#domain/apps/tokens.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Names under which other servers take tokens in an address, where they end up in logs and histories. */
const tokenNames = ['access_token', 'bearer_token'];

/** Whether a request brings a token in its address: it is refused unread. */
export function hasTokenInAddress(url: URL): boolean {
  return tokenNames.some((name) => url.searchParams.has(name));
}

/**
 * Whoever calls, if they bring what a route needs; or the answer that says what is missing, with
 * Mastodon's statuses: 401 for no living token, 403 for too narrow a scope, 422 for an app's own token where
 * a person is meant. Tokens come as `Authorization: Bearer` only; a cookie is never looked at.
 */
export async function letThrough(
  services: Services,
  request: Request,
  needs: Needs,
): Promise<Bearer | Response | undefined> {
  if (needs.token === 'none' && !needs.looks) return undefined;
  const token = /^Bearer +([^\s,]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const bearer = token === undefined ? undefined : await findBearer(services, token);
  if (needs.token === 'none') {
    if (token !== undefined && !bearer) return withoutToken(true);
    return bearer && needs.looks?.some((scope) => covers(bearer.scopes, scope))
      ? bearer
      : undefined;
  }
  if (!bearer) return withoutToken(token !== undefined);
  if (needs.token === 'person' && !bearer.viewer)
    return refuse(422, 'This method requires an authenticated user');
  const { scopes } = needs;
  if (scopes === 'any' || scopes.some((scope) => covers(bearer.scopes, scope))) return bearer;
  const named = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return refuse(403, 'This action is outside the authorized scopes', {
    headers: { 'www-authenticate': named },
  });
}

function withoutToken(brought: boolean): Response {
  const named = brought ? 'Bearer error="invalid_token"' : 'Bearer';
  return refuse(401, 'The access token is invalid', { headers: { 'www-authenticate': named } });
}
