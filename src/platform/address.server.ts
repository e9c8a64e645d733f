import { BlockList, isIP } from 'node:net';

/**
 * IPv4 ranges that are nobody's public web server.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const closedV4 = [
  ['0.0.0.0', 8, 'this network, unspecified'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'carrier-grade NAT'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local, cloud metadata'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'protocol assignments'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarking'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved, broadcast'],
] as const;

/**
 * The only IPv6 space that is handed out to public hosts; everything else (loopback, v4-mapped,
 * unique local, link-local, multicast, unspecified) is closed because it is not in here.
 */
export const openV6 = ['2000::', 3] as const;

/**
 * The closed parts inside the public IPv6 space.
 * Source: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const closedV6 = [
  ['2001::', 23, 'protocol assignments: Teredo, benchmarking, ORCHID'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4, carries any IPv4 address'],
  ['3fff::', 20, 'documentation'],
] as const;

/** NAT64's well-known prefix: the last 32 bits are the IPv4 address that is really reached. */
export const nat64 = ['64:ff9b::', 96] as const;

const closed = new BlockList();
for (const [network, bits] of closedV4) closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of closedV6) closed.addSubnet(network, bits, 'ipv6');

const open = new BlockList();
open.addSubnet(...openV6, 'ipv6');

const translated = new BlockList();
translated.addSubnet(...nat64, 'ipv6');

/**
 * Tells whether an address in text form belongs to the public internet, so that we may dial it.
 * IPv6 without brackets. Says no to anything that is not a plain address, zone ids included.
 * A NAT64 address is judged by the IPv4 address inside, since that is what an IPv6-only server sees
 * for every IPv4 host.
 */
export function publicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  if (family !== 6) return false;
  if (translated.check(address, 'ipv6')) return publicAddress(lastFourBytes(address));
  return open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/**
 * Whom an address stands for when tries are counted: an IPv4 address for itself, an IPv6 address for the
 * network of 64 bits that one connection is given.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.includes('%')) return address;
  const [before = '', after = ''] = new URL(`http://[${address}]/`).hostname
    .slice(1, -1)
    .split('::');
  const [first, last] = [before.split(':').filter(Boolean), after.split(':').filter(Boolean)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

/** The URL parser writes every spelling of an IPv6 address in one way, without dotted quads. */
function lastFourBytes(v6: string): string {
  const canonical = new URL(`http://[${v6}]/`).hostname.slice(1, -1);
  const groups = canonical.split(':').slice(-2);
  return groups
    .map((group) => Number.parseInt(group || '0', 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
