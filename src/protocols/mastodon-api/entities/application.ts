import type { App } from '#domain/apps/apps.server.ts';

/**
 * An app as clients read it, with the key of the place's pushes.
 * Source: https://docs.joinmastodon.org/entities/Application/
 */
export function applicationOf({ id, name, website, scopes, redirectUris }: App, vapidKey: string) {
  return {
    id,
    name,
    website,
    scopes,
    redirect_uris: redirectUris,
    redirect_uri: redirectUris.join('\n'),
    vapid_key: vapidKey,
  };
}

/** The same with what only the app itself is told, once. The secret does not end. */
export function newApplicationOf({ app, secret }: { app: App; secret?: string }, vapidKey: string) {
  return {
    ...applicationOf(app, vapidKey),
    client_id: app.clientId,
    ...(secret
      ? { client_secret: secret, client_secret_expires_at: 0 }
      : { token_endpoint_auth_method: 'none' }),
  };
}
