const readable = [
  'accounts',
  'blocks',
  'bookmarks',
  'collections',
  'favourites',
  'filters',
  'follows',
  'lists',
  'mutes',
  'notifications',
  'search',
  'statuses',
] as const;
const writable = [
  'accounts',
  'blocks',
  'bookmarks',
  'collections',
  'conversations',
  'favourites',
  'filters',
  'follows',
  'lists',
  'media',
  'mutes',
  'notifications',
  'reports',
  'statuses',
] as const;
const looked = [
  'accounts',
  'reports',
  'domain_allows',
  'domain_blocks',
  'ip_blocks',
  'email_domain_blocks',
  'canonical_email_blocks',
] as const;

/** One thing that an app may be given leave to do, by the name that Mastodon gave it. */
export type Scope =
  | 'profile'
  | 'read'
  | `read:${(typeof readable)[number]}`
  | 'write'
  | `write:${(typeof writable)[number]}`
  | 'follow'
  | 'push'
  | 'admin:read'
  | `admin:read:${(typeof looked)[number]}`
  | 'admin:write'
  | `admin:write:${(typeof looked)[number]}`;

/**
 * All of them, in the order in which people are told.
 * Source: https://docs.joinmastodon.org/api/oauth-scopes/
 */
export const scopes: readonly Scope[] = [
  'profile',
  'read',
  ...readable.map((matter) => `read:${matter}` as const),
  'write',
  ...writable.map((matter) => `write:${matter}` as const),
  'follow',
  'push',
  'admin:read',
  ...looked.map((matter) => `admin:read:${matter}` as const),
  'admin:write',
  ...looked.map((matter) => `admin:write:${matter}` as const),
];

/** What `follow`, which is older than the scopes by matter, stands for. */
const following: readonly Scope[] = [
  'read:blocks',
  'write:blocks',
  'read:follows',
  'write:follows',
  'read:mutes',
  'write:mutes',
];

/**
 * The scopes that an app writes as one text, each once; `read` when it writes none. Nothing when one of
 * them does not exist: leave for a part of what was asked would surprise the app later.
 */
export function readScopes(text: string): Scope[] | undefined {
  const asked = new Set(text.split(/\s+/).filter(Boolean));
  if (asked.size === 0) return ['read'];
  const known = scopes.filter((scope) => asked.delete(scope));
  return asked.size === 0 ? known : undefined;
}

/** Whether leave for `held` is leave for `needed`: the same, the whole that it is part of, or `follow`. */
export function covers(held: readonly string[], needed: Scope): boolean {
  return held.some(
    (scope) =>
      scope === needed ||
      needed.startsWith(`${scope}:`) ||
      (scope === 'follow' && following.includes(needed)),
  );
}

/** Whether all of `asked` is within `held`. */
export function within(asked: readonly Scope[], held: readonly string[]): boolean {
  return asked.every((scope) => covers(held, scope));
}
