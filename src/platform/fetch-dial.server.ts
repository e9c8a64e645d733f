import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { publicAddress } from '#platform/address.server.ts';

/** How names become addresses; the system's resolver unless a test brings its own. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

/** Thrown inside the connection when the address that would be dialled is not a public one. */
export class ClosedAddress extends Error {
  override readonly name = 'ClosedAddress';
}

/**
 * An undici agent that checks each address at the moment it is dialled, so that a name which
 * changes its answer between check and use (DNS rebinding) gains nothing. If one of a name's
 * addresses is closed, none is dialled. `peers` are exact `host:port` pairs that may be private; `places` says
 * where one of them is dialled instead of asking for its name.
 */
export function makeDialler(
  peers: ReadonlySet<string>,
  resolve: Resolve = resolveBySystem,
  places: Readonly<Record<string, string>> = {},
): Agent {
  const shared = { timeout: 10_000, allowH2: false };
  const guarded = buildConnector({ ...shared, lookup: lookupWith(resolve, publicAddress) });
  const trusting = buildConnector({ ...shared, lookup: lookupWith(resolve, () => true) });
  return new Agent({
    allowH2: false,
    pipelining: 1,
    connections: 8,
    maxHeaderSize: 32 * 1024,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, done) {
      const name = options.hostname.replace(/^\[|\]$/g, '');
      const peer = `${options.hostname}:${portOf(options)}`;
      // The certificate is still asked for by name: `host` stays what it is.
      if (peers.has(peer)) return trusting({ ...options, ...placeOf(places[peer]) }, done);
      // An address written as such is dialled without a lookup, so it is judged here.
      if (isIP(name) && !publicAddress(name)) return done(new ClosedAddress(), null);
      return guarded(options, done);
    },
  });
}

/** The port that is dialled, also where the URL leaves it out. */
export function portOf(url: { protocol: string; port: string }): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

function placeOf(place: string | undefined): { hostname?: string; port?: string } {
  const [, hostname, port] = /^(.+):(\d+)$/.exec(place ?? '') ?? [];
  return hostname && port ? { hostname, port } : {};
}

function lookupWith(resolve: Resolve, allowed: (address: string) => boolean): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => allowed(address))) {
          done(new ClosedAddress(), '');
        } else if (options.all) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
}

function resolveBySystem(name: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
}
