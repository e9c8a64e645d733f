import type { Bearer } from '#domain/apps/tokens.server.ts';
import type { Scope } from '#domain/apps/scopes.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * What a route wants to see before it is asked. `none`: anybody may call it, with any token or without;
 * a person's token is looked at when `looks` names scopes, and one that does not fit counts as none.
 * `app`: a token, be it an app's own or a person's. `person`: a person's token with one of these scopes, or
 * with one that covers it. A new route cannot be written down without saying it.
 */
export type Needs =
  | { token: 'none'; looks?: readonly [Scope, ...Scope[]] }
  | { token: 'app'; scopes: 'any' | readonly [Scope, ...Scope[]] }
  | { token: 'person'; scopes: readonly [Scope, ...Scope[]] };

/** One call of a route, by whoever its needs let through. */
export interface Call {
  ctx: Ctx;
  request: Request;
  /** The caller's network address, to count by; never kept. */
  address: string;
  /** Absent where nothing is needed. */
  bearer: Bearer | undefined;
  /** What stands in the address where the path says `:name`. */
  params: Readonly<Record<string, string>>;
  /** What stands behind the question mark. */
  query: URLSearchParams;
}

/** One thing that programs may ask for. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  needs: Needs;
  answer(call: Call): Promise<Response>;
}

/** A person's token with this scope. */
export const person = (...scopes: [Scope, ...Scope[]]): Needs => ({ token: 'person', scopes });

/** Everybody; a person's token with this scope shows them what is theirs to see. */
export const anybody = (...scopes: [Scope, ...Scope[]]): Needs => ({
  token: 'none',
  looks: scopes,
});
