import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Config } from '#platform/config.server.ts';

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Where a request really comes from, as it is counted: the socket, or what a named proxy says of it.
 * Of an IPv6 address the first half: the other half is its owner's to change at will.
 */
export function ownAddress(req: IncomingMessage, config: Config): string {
  const peer = plain(req.socket.remoteAddress ?? '');
  const forwarded = req.headers['x-forwarded-for'];
  if (!forwarded || !config.trustedProxies.includes(peer)) return counted(peer);
  const hops = String(forwarded)
    .split(',')
    .map((hop) => plain(hop.trim()));
  return counted(hops.findLast((hop) => !config.trustedProxies.includes(hop)) ?? peer);
}

/** Some proxies write an IPv6 address in brackets, and a port after it; an IPv4 one may come as IPv6. */
function plain(address: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address;
  return bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function counted(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const start = left.split(':').filter(Boolean);
  const end = right?.split(':').filter(Boolean) ?? [];
  const gap = Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0');
  return `${[...start, ...gap, ...end].slice(0, 4).join(':')}::/64`;
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
