import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { errors, type ClientMetadata, type Configuration } from 'oidc-provider';

/** What the provider says of one of its accounts. */
export interface PeerAccount {
  email?: string;
  email_verified?: boolean;
  [claim: string]: unknown;
}

/** A real OpenID provider on a loopback port: its own pages to sign in and to agree. */
export interface OidcPeer {
  issuer: string;
  /** The peer to allow. */
  host: string;
  client: { id: string; secret: string };
  /** What it says of whom, by the name typed into its page; nobody else has an address. */
  accounts: Map<string, PeerAccount>;
  /** Paths asked for so far. */
  asked: string[];
  /** Answers a path with this instead, until called without an answer. */
  answerWith(path: string, answer?: (body: string) => string | 'silence'): void;
  close(): Promise<void>;
}

/** Starts a provider that sends people back to these addresses; `port` after a rest, to come up again. */
export async function startOidcPeer(callbacks: string[], port = 0): Promise<OidcPeer> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `http://${host}`;
  const client = { id: 'pocket-friends', secret: 'a secret between the two of us' };
  const accounts = new Map<string, PeerAccount>();
  const provider = new Provider(issuer, configuration(client, callbacks, accounts));
  const asked: string[] = [];
  const instead = new Map<string, (body: string) => string | 'silence'>();
  serve(server, provider, { asked, instead });
  return {
    issuer,
    host,
    client,
    accounts,
    asked,
    answerWith: (path, answer) => {
      if (answer) instead.set(path, answer);
      else instead.delete(path);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function configuration(
  { id, secret }: OidcPeer['client'],
  callbacks: string[],
  accounts: OidcPeer['accounts'],
): Configuration {
  const client: ClientMetadata = {
    client_id: id,
    client_secret: secret,
    redirect_uris: callbacks,
    token_endpoint_auth_method: 'client_secret_post',
  };
  return {
    clients: [client],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'email'],
    pkce: { required: () => true },
    cookies: { keys: ['a key for the cookies of a double'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
    findAccount: async (_ctx, name) => {
      if (name === 'nobody') throw new errors.InvalidRequest('no such account');
      return { accountId: name, claims: async () => ({ sub: name, ...accounts.get(name) }) };
    },
  };
}

function serve(
  server: Server,
  provider: Provider,
  {
    asked,
    instead,
  }: { asked: string[]; instead: Map<string, (body: string) => string | 'silence'> },
): void {
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', 'http://peer.test').pathname;
    asked.push(path);
    const change = instead.get(path);
    if (!change) return void answer(request, response);
    // The real answer is let through a test's hands.
    const end = response.end.bind(response);
    response.end = ((body?: unknown) => {
      const changed = change(body === undefined ? '' : String(body));
      if (changed === 'silence') return response;
      response.removeHeader('content-length');
      return end(changed);
    }) as typeof response.end;
    void answer(request, response);
  });
}
