import { isIP } from 'node:net';
import { namedPeer } from './outside-client.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * The server that somebody typed: `name.example`, `https://name.example/@me` or `@me@name.example`. One
 * spelling for one server: small letters, punycode, no dot at the end. Nothing for what names no public
 * server, or this place itself.
 */
export function readHost(ctx: Pick<Ctx, 'config'>, typed: string): string | undefined {
  const text = typed.trim().normalize('NFKC');
  if (text === '' || text.length > 300 || /[\s\\]/.test(text)) return undefined;
  const address = /^https?:\/\//i.test(text)
    ? text.replace(/^http:/i, 'https:')
    : `https://${afterAt(text)}`;
  const url = URL.parse(address);
  if (!url || url.username || url.password) return undefined;
  url.hostname = url.hostname.replace(/\.$/, '');
  return fit(ctx, url) ? url.host : undefined;
}

/** The origin of a server whose name was read. */
export function originOf(ctx: Pick<Ctx, 'config'>, host: string): string {
  return namedPeer(ctx, new URL(`http://${host}`)) ? `http://${host}` : `https://${host}`;
}

function afterAt(text: string): string {
  return text.split('@').at(-1)?.split(/[/?#]/)[0] ?? '';
}

function fit({ config }: Pick<Ctx, 'config'>, { host, hostname, port }: URL): boolean {
  if (host === new URL(config.origin).host) return false;
  if (config.allowedPeers.includes(host)) return true;
  if (port !== '' || isIP(hostname) || hostname.startsWith('[')) return false;
  return (
    hostname.length <= 253 &&
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname)
  );
}
