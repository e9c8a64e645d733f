import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { accountFor, reaches, type Account } from './postgres-account.server.ts';
import { sharedPlace } from './postgres-binaries.server.ts';
import { privateFolder } from './private-folder.server.ts';

/** Where the database of one data folder lives, and the account that it belongs to. */
export interface PostgresHome {
  folder: string;
  cluster: string;
  log: string;
  account: Account;
}

/** The home that an earlier start has made below the data folder, or nothing. */
export function findPostgresHome(dataDir: string): PostgresHome | undefined {
  const place = join(dataDir, 'postgres');
  if (!lstatSync(place, { throwIfNoEntry: false })) return undefined;
  return describe(followPlace(place));
}

/**
 * Makes (or finds) the private folder of the database, `postgres` below the data folder. As root the
 * data folder is given to the account of the database; when that account cannot come so far (a home
 * with mode 0700), the database goes below /var/lib/pocketfriends, a link leads there, the log says so.
 */
export function makePostgresHome(
  dataDir: string,
  log: (line: string) => void,
  shared = sharedPlace,
): PostgresHome {
  const outer = privateFolder(dataDir);
  const place = join(outer, 'postgres');
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (there?.isSymbolicLink()) return describe(followPlace(place));
  const account = accountFor(outer);
  if (giveReachably(outer, account)) return describe(makeOwned(place, account));
  if (there) throw new Error(`The account of the database cannot reach ${place} any more.`);
  const elsewhere = makeElsewhere(shared, outer, account);
  symlinkSync(elsewhere, place);
  log(`The account of the database cannot reach ${outer}: the database lives in ${elsewhere}.`);
  return describe(elsewhere);
}

/**
 * A folder, mode 0700, for the database's socket: in its home, or, when that path is longer than a
 * socket's may be, below the machine's temporary folder. Throws when somebody else made it first.
 */
export function makeSocketFolder(home: PostgresHome): string {
  const name = createHash('sha256').update(home.folder).digest('hex').slice(0, 16);
  const places = [home.folder, tmpdir(), '/tmp'].map((place, turn) => ({
    place,
    folder: join(place, turn === 0 ? 'socket' : `pocketfriends-${name}`),
  }));
  const fitting = places.find(
    ({ place, folder }) => fitsSocket(folder) && (!home.account || reaches(home.account, place)),
  );
  if (!fitting) throw new Error(`No folder is near enough for the socket of ${home.folder}.`);
  return makeOwned(fitting.folder, home.account);
}

function describe(folder: string): PostgresHome {
  const [cluster, log] = [join(folder, 'cluster'), join(folder, 'postgres.log')];
  return { folder, cluster, log, account: accountFor(folder) };
}

function followPlace(place: string): string {
  try {
    return realpathSync(place);
  } catch (cause) {
    throw new Error(`${place} leads to a folder that is not there: bring it back.`, { cause });
  }
}

function giveReachably(folder: string, account: Account): boolean {
  if (!account) return true;
  const { uid, gid } = lstatSync(folder);
  chownSync(folder, account.uid, account.gid);
  if (reaches(account, folder)) return true;
  chownSync(folder, uid, gid);
  return false;
}

// The end of the name is random, so that a folder that was thrown away never comes back to life.
function makeElsewhere(shared: string, dataDir: string, account: Account): string {
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o711);
  const name = `${basename(dataDir)}-${randomBytes(4).toString('hex')}`;
  return makeOwned(join(shared, name), account);
}

function makeOwned(folder: string, account: Account): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = account?.uid ?? process.getuid?.();
  const { uid, mode } = lstatSync(folder);
  if (account && uid === 0) chownSync(folder, account.uid, account.gid);
  const made = lstatSync(folder);
  if (!made.isDirectory() || made.uid !== owner || (mode & 0o077) !== 0)
    throw new Error(`${folder} belongs to another account or is open to others: remove it.`);
  return folder;
}

// Linux allows 107 bytes, macOS 103.
function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 103;
}
