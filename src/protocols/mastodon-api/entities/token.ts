import type { Token } from '#domain/apps/tokens.server.ts';

/**
 * A token as its app is told of it, once. `created_at` counts seconds. Tokens do not end by themselves.
 * Source: https://docs.joinmastodon.org/entities/Token/
 */
export function tokenOf({ token, scopes, since }: Token) {
  return {
    access_token: token,
    token_type: 'Bearer',
    scope: scopes.join(' '),
    created_at: Math.floor(since.getTime() / 1000),
  };
}
