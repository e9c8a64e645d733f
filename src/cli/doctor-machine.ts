import { existsSync, lstatSync, readdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check, type Finding } from './doctor.ts';
import type { Config } from '#platform/config.server.ts';

const gigabyte = 2 ** 30;
/** The first zone data that have Alberta and British Columbia as they are from November 2026. */
const leastZones = '2026c';

/** Node, platform, zone data, address, folder and disk. */
export function lookAtMachine(config: Config): Finding[] {
  return [
    nodeVersion(),
    platform(),
    zones(),
    origin(config),
    proxy(config),
    folder(config),
    disk(config),
  ];
}

function nodeVersion(): Finding {
  const says = `Node ${process.versions.node}`;
  return check(
    process.versions.node.startsWith('26.'),
    says,
    `${says}: start with npm, which brings Node 26.`,
  );
}

function platform(): Finding {
  const here = `${process.platform}-${process.arch}`;
  if (here === 'linux-x64' && !existsSync('/etc/alpine-release'))
    return { state: 'ok', says: `Platform ${here}` };
  const says = `Platform ${here} is not tested yet (nor are Alpine/musl, macOS, Windows and ARM): if the built-in database does not run, set DATABASE_URL.`;
  return { state: 'note', says };
}

function zones(): Finding {
  const data = process.versions['tz'] ?? 'unknown';
  const old = `Zone data ${data} are older than ${leastZones}: chats would be announced an hour wrong in some places; start with npm, which brings newer ones.`;
  return check(data >= leastZones && data !== 'unknown', `Zone data ${data}`, old);
}

function origin({ origin }: Config): Finding {
  const { protocol, hostname } = new URL(origin);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    const says = `The address is ${origin}, which only this machine reaches: set POCKETFRIENDS_ORIGIN for everybody else.`;
    return { state: 'note', says };
  }
  const open = `${origin} has no TLS, so anybody on the way can read passwords: set POCKETFRIENDS_ORIGIN to https://… behind a proxy.`;
  return check(protocol === 'https:', `The address is ${origin}`, open);
}

function proxy({ origin, trustedProxies }: Config): Finding {
  const needed = origin.startsWith('https:');
  if (!needed) return { state: 'ok', says: 'No proxy is expected' };
  const blind =
    'TRUSTED_PROXIES is empty, so all visitors share the proxy’s address and its limits: name the proxy, such as 127.0.0.1.';
  return check(trustedProxies.length > 0, `Proxies believed: ${trustedProxies.join(', ')}`, blind);
}

function folder({ dataDir }: Config): Finding {
  if (!existsSync(dataDir)) return { state: 'note', says: `${dataDir} is made by the first start` };
  const open = openToOthers(dataDir);
  const [first] = open;
  const mend = `${open.length} places in ${dataDir} are open to other accounts, such as ${first}: chmod -R go= "${dataDir}".`;
  return check(open.length === 0, `${dataDir} is private`, mend);
}

// The database's own folder is closed, and PostgreSQL itself refuses to start when it is not.
function openToOthers(path: string): string[] {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return [];
  const own = (stat.mode & 0o077) === 0 ? [] : [path];
  if (!stat.isDirectory() || path.endsWith('postgres')) return own;
  return [...own, ...readdirSync(path).flatMap((name) => openToOthers(join(path, name)))];
}

function disk({ dataDir }: Config): Finding {
  let place = dataDir;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const free = `${((bavail * bsize) / gigabyte).toFixed(1)} GB free on the disk of ${place}`;
  return check(
    bavail * bsize >= gigabyte,
    free,
    `Only ${free}: make room, below 1 GB the database may stop.`,
  );
}
