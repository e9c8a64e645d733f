import { pictureOf, profileAddress } from './entities/account.ts';
import { tokenOf } from './entities/token.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { one, readFields, type Fields } from './fields.server.ts';
import { readProof } from './client-proof.server.ts';
import type { Call, Route } from './route.ts';
import { findProvedApp, type App } from '#domain/apps/apps.server.ts';
import { tokenForApp, tokenForCode } from '#domain/apps/exchange.server.ts';
import { scopes } from '#domain/apps/scopes.ts';
import { revokeToken } from '#domain/apps/tokens.server.ts';
import { findOwnProfile } from '#domain/people/profile.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 300, seconds: 5 * 60 };
const none = { token: 'none' } as const;

/** Where an app fetches, checks and brings back its tokens. The page where people say yes is a page of ours. */
export const oauthRoutes: readonly Route[] = [
  { method: 'POST', path: '/oauth/token', needs: none, answer: giveToken },
  { method: 'POST', path: '/oauth/revoke', needs: none, answer: revoke },
  ...(['GET', 'POST'] as const).map((method) => ({
    method,
    path: '/oauth/userinfo',
    needs: { token: 'person', scopes: ['profile'] } as const,
    answer: userinfo,
  })),
  { method: 'GET', path: '/.well-known/oauth-authorization-server', needs: none, answer: metadata },
];

const wrongGrant = () =>
  refuse(400, 'invalid_grant', {
    description: 'The code is not known, over, used, or was asked for in another way.',
  });

async function giveToken(call: Call): Promise<Response> {
  const fields = await readFields(call.request);
  if (fields instanceof Response) return fields;
  const kind = one(fields, 'grant_type');
  if (!kind) return refuse(400, 'invalid_request', { description: 'grant_type is missing.' });
  // There are no refresh tokens: whatever is brought as one was never given out.
  if (kind === 'refresh_token') return wrongGrant();
  if (kind !== 'authorization_code' && kind !== 'client_credentials')
    return refuse(400, 'unsupported_grant_type', {
      description: 'Only authorization_code and client_credentials are known here.',
    });
  const app = await provedApp(call, fields);
  if (app instanceof Response) return app;
  return kind === 'authorization_code' ? forCode(call, app, fields) : forApp(call, app, fields);
}

async function forCode({ ctx }: Call, app: App, fields: Fields): Promise<Response> {
  const code = one(fields, 'code');
  const redirectUri = one(fields, 'redirect_uri');
  const verifier = one(fields, 'code_verifier');
  if (!code || !redirectUri || verifier === undefined)
    return refuse(400, 'invalid_request', { description: 'code and redirect_uri are needed.' });
  const proof = { code, redirectUri, verifier: verifier || undefined };
  const given = await tokenForCode(ctx, app, proof);
  return 'refused' in given ? wrongGrant() : answer(tokenOf(given));
}

async function forApp({ ctx }: Call, app: App, fields: Fields): Promise<Response> {
  const scope = one(fields, 'scope');
  if (scope === undefined) return refuse(400, 'invalid_request');
  const given = await tokenForApp(ctx, app, scope);
  if (!('refused' in given)) return answer(tokenOf(given));
  return given.refused === 'app'
    ? refuse(400, 'unauthorized_client')
    : refuse(400, 'invalid_scope', { description: 'The app did not ask for such a scope.' });
}

/** Says the same whether the token was known, another app's, or nobody's (RFC 7009, 2.2). */
async function revoke(call: Call): Promise<Response> {
  const fields = await readFields(call.request);
  if (fields instanceof Response) return fields;
  const token = one(fields, 'token');
  if (!token) return refuse(400, 'invalid_request');
  const app = await provedApp(call, fields);
  if (app instanceof Response) return app;
  await revokeToken(call.ctx, app, token);
  return answer({});
}

/** The app that a request proves to come from; counted by network address, so that secrets cannot be guessed. */
async function provedApp({ ctx, request, address }: Call, fields: Fields): Promise<App | Response> {
  if (await limited(ctx, `oauth from ${address}`, often)) return tooFast(often.seconds);
  const proof = readProof(request, fields);
  if (proof instanceof Response) return proof;
  const app = proof && (await findProvedApp(ctx, proof));
  if (app) return app;
  return refuse(401, 'invalid_client', {
    description: 'The app is not known, or does not prove that it is itself.',
    headers: { 'www-authenticate': 'Basic realm="oauth"' },
  });
}

async function userinfo({ ctx }: Call): Promise<Response> {
  const profile = await findOwnProfile(ctx);
  if (!profile) return notFound();
  const { origin } = ctx.config;
  const address = profileAddress(origin, profile);
  return answer({
    iss: origin,
    sub: address,
    name: profile.name,
    preferred_username: profile.handle,
    profile: address,
    picture: pictureOf(origin, profile),
  });
}

/** RFC 8414, with the two endpoints that Mastodon added. */
async function metadata({ ctx }: Call): Promise<Response> {
  const at = (path: string) => ctx.config.origin + path;
  const secrets = ['client_secret_basic', 'client_secret_post', 'none'];
  return answer({
    issuer: ctx.config.origin,
    authorization_endpoint: at('/oauth/authorize'),
    token_endpoint: at('/oauth/token'),
    revocation_endpoint: at('/oauth/revoke'),
    userinfo_endpoint: at('/oauth/userinfo'),
    app_registration_endpoint: at('/api/v1/apps'),
    scopes_supported: scopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    token_endpoint_auth_methods_supported: secrets,
    revocation_endpoint_auth_methods_supported: secrets,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    service_documentation: 'https://docs.joinmastodon.org/spec/oauth/',
  });
}
