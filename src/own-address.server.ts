import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '#platform/config.server.ts';

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Where a request really comes from: the socket, or what a named proxy says of it. */
export function ownAddress(req: IncomingMessage, config: Config): string {
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = req.headers['x-forwarded-for'];
  if (!forwarded || !config.trustedProxies.includes(peer)) return peer;
  const hops = String(forwarded)
    .split(',')
    .map((hop) => hop.trim());
  return hops.findLast((hop) => !config.trustedProxies.includes(hop)) ?? peer;
}

/**
 * Answers only under its own name, so that no link can be made to point elsewhere. A reader of the
 * local machine who came by another name of it is sent to the right one; everybody else gets 421.
 */
export function ownHost(
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  config: Config,
): boolean {
  const own = new URL(config.origin);
  const named = (req.headers.host ?? '').toLowerCase();
  if (named === own.host) return true;
  const alias = URL.parse(`http://${named}`);
  const local = alias && loopback.test(alias.hostname) && loopback.test(own.hostname);
  if (local && req.method === 'GET') {
    res.writeHead(307, { location: own.origin + url.pathname + url.search }).end();
  } else {
    res.writeHead(421, { 'content-type': 'text/plain' }).end('This server has another name.\n');
  }
  return false;
}
