import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { healthDoor } from './health.server.ts';
import { keyOf, lookIn } from './kept-key.server.ts';
import { ownAddress, ownHost } from './own-address.server.ts';
import { sessionCookieName } from '#domain/people/sign-in.server.ts';
import type { Services } from '#platform/services.server.ts';
import { liveDoor } from '#protocols/live/chat-stream.server.ts';
import { homeDoor } from '#protocols/live/home-stream.server.ts';
import { messagesDoor } from '#protocols/live/messages-stream.server.ts';
import { machineDoors, type MachineDoor } from '#protocols/machine-doors.server.ts';
import { streamingDoor } from '#protocols/mastodon-api/streaming/door.server.ts';

/** Takes a request that is its own and says so; passes the rest on. */
export type Door = (req: IncomingMessage, res: ServerResponse, url: URL) => boolean;

type KitHandler = (req: IncomingMessage, res: ServerResponse) => void;

const seconds = 1000;

/** How long, how much and how many a front bears, in milliseconds, bytes and connections. */
export const frontLimits = {
  headersTimeout: 15 * seconds,
  // A film of forty megabytes takes a telephone a minute and more.
  requestTimeout: 120 * seconds,
  keepAliveTimeout: 10 * seconds,
  connectionsCheckingInterval: 5 * seconds,
  maxHeaderSize: 16 * 1024,
  /** Connections over the settings' number that are still told that the house is full. */
  toldFull: 100,
};
/** Pictures that stand for those whom somebody has not chosen: apps on other pages draw them. */
const standIns = /^\/(?:icon-192|missing)\.png$/;

/**
 * The house's front: limits, own headers, then the first door that knows the path. Streams and
 * machine endpoints stand before the pages, since SvelteKit refuses their forms and costs more.
 */
export async function openFront(
  services: Services,
  limits = frontLimits,
): Promise<{ port: number; close(): Promise<void> }> {
  const { config, log } = services;
  const pages = await loadPages();
  const doors = [healthDoor(services), ...machineDoors(services).map(asDoor), keptDoor(services)];
  const live = liveDoor(services);
  const home = homeDoor(services);
  const messages = messagesDoor(services);
  const streaming = streamingDoor(services);
  const server = createServer(
    {
      ...limits,
      // Everything else that asks for an upgrade is answered as if it had not.
      shouldUpgradeCallback: (req) => isSocket(req) && streaming.upgrades(pathOf(req)),
    },
    (req, res) => {
      try {
        if (isOver(req)) tellFull(res);
        else receive(req, res);
      } catch (fault) {
        log.error({ err: fault }, 'a request failed at the front');
        if (!res.headersSent) res.writeHead(400).end();
      }
    },
  );
  const receive = (req: IncomingMessage, res: ServerResponse) => {
    for (const [name, value] of safeHeaders(config.origin)) res.setHeader(name, value);
    const url = URL.parse(req.url ?? '/', config.origin);
    // What a worker is told while somebody writes stays in it: it can ask nobody for anything.
    if (url?.pathname.startsWith('/_app/immutable/workers/'))
      res.setHeader('content-security-policy', "default-src 'none'");
    if (url && standIns.test(url.pathname)) {
      res.setHeader('access-control-allow-origin', '*');
      res.setHeader('cross-origin-resource-policy', 'cross-origin');
    }
    // `//host/path` and a whole address as target name another place than the one that is asked.
    if (url?.origin !== config.origin) return void res.writeHead(400).end();
    const address = ownAddress(req, config);
    req.headers['x-pf-address'] = address;
    req.headers['x-pf-proto'] = new URL(config.origin).protocol.slice(0, -1);
    req.headers['x-pf-host'] = new URL(config.origin).host;
    if (!url.pathname.startsWith('/health/') && !ownHost(req, res, url, config)) return;
    if ([live, home, messages, streaming].some((streams) => streams.open(req, res, url))) return;
    for (const door of doors) if (door(req, res, url)) return;
    pages(req, res);
  };
  server.on('upgrade', (req, socket, head) => {
    const url = URL.parse(req.url ?? '', config.origin);
    const named = req.headers.host?.toLowerCase() === new URL(config.origin).host;
    if (url?.origin !== config.origin || !named) return void socket.destroy();
    streaming.upgrade(req, socket, head, url);
  });
  const isOver = boundConnections(server, config.connections, limits.toldFull);
  const port = await listen(server, config.port, config.host);
  const closeStreams = () => {
    live.close();
    home.close();
    messages.close();
    streaming.close();
  };
  return { port, close: () => closeFront(server, closeStreams) };
}

/**
 * Whether a request comes on a connection over the most. A few over it are taken, so that people read that the
 * house is full; the next ones are closed unread.
 */
function boundConnections(server: Server, most: number, toldFull: number) {
  const over = new WeakSet<Socket>();
  let open = 0;
  server.maxConnections = most + toldFull;
  server.on('connection', (socket) => {
    if (open >= most) over.add(socket);
    open += 1;
    socket.once('close', () => (open -= 1));
  });
  return ({ socket }: IncomingMessage) => over.has(socket);
}

function tellFull(res: ServerResponse): void {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  res.writeHead(503, { ...headers, 'retry-after': '10', connection: 'close' });
  res.end('Very many people are here just now. Please try again in a moment.\n');
}

function isSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** SvelteKit's handler reads these when it is loaded. */
async function loadPages(): Promise<KitHandler> {
  process.env['PROTOCOL_HEADER'] = 'x-pf-proto';
  process.env['HOST_HEADER'] = 'x-pf-host';
  process.env['ADDRESS_HEADER'] = 'x-pf-address';
  process.env['BODY_SIZE_LIMIT'] = '512K';
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: KitHandler };
  return handler;
}

function safeHeaders(origin: string): [string, string][] {
  const headers: [string, string][] = [
    ['x-content-type-options', 'nosniff'],
    // What has a policy of its own (pages, pictures, feeds) puts it in place of this one.
    [
      'content-security-policy',
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ],
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()'],
  ];
  if (origin.startsWith('https:')) headers.push(['strict-transport-security', 'max-age=63072000']);
  return headers;
}

/** Visitors without a session get a page that was rendered for another, while nothing changed in it. */
function keptDoor({ keptPages, config }: Services): Door {
  const session = `${sessionCookieName(config)}=`;
  return (req, res, url) => {
    const cookie = req.headers.cookie ?? '';
    if (req.method !== 'GET' || cookie.includes(session)) return false;
    const page = keptPages.find(keyOf(url, lookIn(cookie)));
    if (!page) return false;
    const small = /\bbr\b/.test(String(req.headers['accept-encoding'] ?? ''));
    const body = small ? page.brotli : page.body;
    res.writeHead(page.status, {
      ...page.headers,
      vary: 'accept, accept-encoding, cookie',
      'content-length': body.length,
      ...(small && { 'content-encoding': 'br' }),
    });
    res.end(body);
    return true;
  };
}

function asDoor({ paths, takes, answer }: MachineDoor): Door {
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  return (req, res, url) => {
    if (!paths.test(url.pathname)) return false;
    if (takes && !takes(url.pathname, req.headers.accept ?? '')) return false;
    void listener(req, res);
    return true;
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Streams are told to come back, requests under way are finished, then the rest is cut after 10 s. */
function closeFront(server: Server, closeStreams: () => void): Promise<void> {
  closeStreams();
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), 10 * seconds);
    server.close(() => {
      clearTimeout(cut);
      done();
    });
    server.closeIdleConnections();
  });
}
