import { isIP } from 'node:net';
import { namedPeer } from './outside-client.server.ts';
import { publicAddress } from '#platform/address.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * What is wrong with the address of a service, in a sentence: it has to be https on the public web. What
 * a name stands for is found out only when it is dialled, by the one fetcher; here the rest is refused.
 */
export function addressFault(ctx: Pick<Ctx, 'config'>, text: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return 'This is no web address. It begins with https://';
  if (namedPeer(ctx, url)) return undefined;
  if (url.protocol !== 'https:') return 'Write an address that begins with https://';
  if (url.username || url.password || url.hash)
    return 'Write the address without a name, password or #.';
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const closed = isIP(name) ? !publicAddress(name) : !name.includes('.');
  if (closed || url.host === new URL(ctx.config.origin).host)
    return 'This address is inside our own network. Write one on the public web.';
  return url.port === '' ? undefined : 'Write an address without a port.';
}
