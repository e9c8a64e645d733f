import { findApp, type App } from './apps.server.ts';
import { isRegistered, outOfBand, withAnswer } from './redirect-rules.ts';
import { readScopes, within, type Scope } from './scopes.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What an app asks of a person: leave for what, where the answer goes, bound to which challenge. */
export interface Asking {
  app: App;
  redirectUri: string;
  scopes: Scope[];
  challenge: string | null;
  state: string | undefined;
}

/**
 * Why an app's question is put to nobody. `back` leads to the app with the error's name, once it is sure
 * that the address is the app's own. It is for people to follow: anybody can bring an app, and a
 * redirect by itself would make this place send its visitors wherever a link says.
 */
export interface AskingRefused {
  refused: 'broken' | 'app' | 'redirect' | 'kind' | 'scopes' | 'challenge';
  back?: string;
}

const parameters = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];
/** What fits behind `next` while somebody signs in first. */
const longestQuery = 3000;

/**
 * Reads an app's question from the query of its link (RFC 6749, 4.1.1). Refuses a parameter that is
 * there twice, since two readers could take two different ones; an app that is not known; an address
 * or a scope that the app did not name when it came; a challenge that is not S256, and none at all from
 * an app without a secret.
 */
export async function readAsking(
  ctx: Ctx,
  query: URLSearchParams,
): Promise<Asking | AskingRefused> {
  if (isBroken(query)) return { refused: 'broken' };
  const app = await findApp(ctx, query.get('client_id') ?? '');
  if (!app) return { refused: 'app' };
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(app.redirectUris, redirectUri)) return { refused: 'redirect' };
  const state = query.get('state') ?? undefined;
  const refuse = (refused: AskingRefused['refused'], error: string): AskingRefused => {
    if (redirectUri === outOfBand) return { refused };
    return { refused, back: withAnswer(redirectUri, { error, state, iss: ctx.config.origin }) };
  };
  if (query.get('response_type') !== 'code') return refuse('kind', 'unsupported_response_type');
  const scopes = readScopes(query.get('scope') ?? '');
  if (!scopes || !within(scopes, app.scopes)) return refuse('scopes', 'invalid_scope');
  const challenge = readChallenge(query, app);
  if (challenge === undefined) return refuse('challenge', 'invalid_request');
  return { app, redirectUri, scopes, challenge, state };
}

function isBroken(query: URLSearchParams): boolean {
  return (
    query.toString().length > longestQuery ||
    parameters.some((name) => query.getAll(name).length > 1) ||
    // What is no UTF-8 was read as this sign; nobody can say what it was.
    [...query].some((pair) => pair.some((text) => /[\0\ufffd]/.test(text)))
  );
}

/** The challenge; null when an app with a secret brings none; nothing when it does not fit. */
function readChallenge(query: URLSearchParams, app: App): string | null | undefined {
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if (challenge === null && method === null) return app.confidential ? null : undefined;
  return method === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(challenge ?? '') ? challenge : undefined;
}
