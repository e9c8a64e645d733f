import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback server that speaks OAuth as Mastodon does, with one account that is always signed in. */
export interface MastodonPeer {
  /** Its name; also the peer to allow. */
  host: string;
  origin: string;
  account: Record<string, unknown>;
  /** Whether it is of version 4.3 or later: metadata, `profile`, PKCE. */
  modern: boolean;
  /** Every request so far, as method and path. */
  asked: string[];
  /** Tokens that work now. */
  tokens: Set<string>;
  /** What was asked for at its page, newest last. */
  authorized: URLSearchParams[];
  /** Forgets all apps, as servers do that clear out. */
  forgetApps(): void;
  /** Answers a path with this instead, until called without an answer. */
  answerWith(
    path: string,
    answer?: { status: number; headers?: Record<string, string>; body?: string | Buffer },
  ): void;
  close(): Promise<void>;
}

interface House extends Omit<MastodonPeer, 'close' | 'answerWith' | 'forgetApps'> {
  apps: Map<string, { secret: string; redirect: string; scopes: string[] }>;
  codes: Map<string, { app: string; challenge: string | null }>;
}

/** Starts a server on a free port, of the newest kind. */
export async function startMastodonPeer(): Promise<MastodonPeer> {
  const instead = new Map<string, Parameters<MastodonPeer['answerWith']>[1]>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://peer.test');
    house.asked.push(`${request.method} ${pathname}`);
    const other = instead.get(pathname);
    if (other) response.writeHead(other.status, other.headers).end(other.body ?? '');
    else void answer(house, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const house: House = {
    host,
    origin: `http://${host}`,
    account: { id: '109', username: 'nia' },
    modern: true,
    asked: [],
    tokens: new Set(),
    authorized: [],
    apps: new Map(),
    codes: new Map(),
  };
  return Object.assign(house, {
    forgetApps: () => house.apps.clear(),
    answerWith: (path: string, other?: Parameters<MastodonPeer['answerWith']>[1]) => {
      if (other) instead.set(path, other);
      else instead.delete(path);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

async function answer(house: House, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', house.origin);
  const form = new URLSearchParams(await bodyOf(request));
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /.well-known/oauth-authorization-server':
      return house.modern ? json(200, metadata(house)) : json(404, { error: 'Not found' });
    case 'POST /api/v1/apps':
      return register(house, form, json);
    case 'GET /oauth/authorize':
      return authorize(house, url, response);
    case 'POST /oauth/token':
      return token(house, form, json);
    case 'POST /oauth/revoke':
      house.tokens.delete(form.get('token') ?? '');
      return json(200, {});
    case 'GET /api/v1/accounts/verify_credentials':
    case 'GET /me': {
      const bearer = (request.headers.authorization ?? '').replace('Bearer ', '');
      return house.tokens.has(bearer) ? json(200, house.account) : json(401, { error: 'no' });
    }
    default:
      return json(404, { error: 'Record not found' });
  }
}

function metadata({ origin }: House) {
  return {
    issuer: `${origin}/`,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    scopes_supported: ['read', 'profile', 'read:accounts'],
    code_challenge_methods_supported: ['S256'],
  };
}

type Json = (status: number, body: unknown) => void;

function register({ apps, modern }: House, form: URLSearchParams, json: Json): void {
  const scopes = (form.get('scopes') ?? 'read').split(' ');
  if (!modern && scopes.includes('profile')) return json(422, { error: 'Validation failed' });
  const id = randomBytes(16).toString('base64url');
  const secret = randomBytes(16).toString('base64url');
  apps.set(id, { secret, redirect: form.get('redirect_uris') ?? '', scopes });
  json(200, { id: '1', name: form.get('client_name'), client_id: id, client_secret: secret });
}

function authorize(house: House, { searchParams: asked }: URL, response: ServerResponse): void {
  house.authorized.push(asked);
  const id = asked.get('client_id') ?? '';
  const app = house.apps.get(id);
  const scopes = (asked.get('scope') ?? '').split(' ');
  if (
    app?.redirect !== asked.get('redirect_uri') ||
    !scopes.every((one) => app?.scopes.includes(one))
  )
    return void response
      .writeHead(400)
      .end('The client is not known, or the address is not its own.');
  const code = randomBytes(16).toString('base64url');
  house.codes.set(code, { app: id, challenge: asked.get('code_challenge') });
  const back = new URL(app.redirect);
  back.searchParams.set('code', code);
  back.searchParams.set('state', asked.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
}

function token({ apps, codes, tokens }: House, form: URLSearchParams, json: Json): void {
  const id = form.get('client_id') ?? '';
  if (apps.get(id)?.secret !== form.get('client_secret'))
    return json(401, { error: 'invalid_client' });
  const access = randomBytes(16).toString('base64url');
  const granted = { access_token: access, token_type: 'Bearer', scope: 'profile', created_at: 1 };
  if (form.get('grant_type') === 'client_credentials') return json(200, granted);
  const kept = codes.get(form.get('code') ?? '');
  codes.delete(form.get('code') ?? '');
  const hash = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const fits = kept?.app === id && (kept.challenge === null || kept.challenge === hash);
  if (!fits) return json(400, { error: 'invalid_grant' });
  tokens.add(access);
  json(200, granted);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
