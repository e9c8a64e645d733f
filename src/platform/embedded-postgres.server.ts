import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgresBinaries } from './postgres-binaries.server.ts';
import { launch, makeCluster, type LaunchedPostmaster } from './postgres-cluster.server.ts';
import type { PostgresSettings } from './postgres-cluster.server.ts';
import { findPostgresHome, makePostgresHome, makeSocketFolder } from './postgres-home.server.ts';
import type { PostgresHome } from './postgres-home.server.ts';
import { dropMistakenLocks, findPostmaster, stopPostmaster } from './postmaster.server.ts';
import type { Postmaster } from './postmaster.server.ts';

/** How `pg` reaches an embedded PostgreSQL: a socket in a private folder (`host`), no password. */
export interface EmbeddedConnection {
  host: string;
  port: number;
  user: string;
  database: string;
}

/** A running PostgreSQL of a data folder. */
export interface EmbeddedPostgres {
  connection: EmbeddedConnection;
  pid: number;
  /** It was found alive, left behind by a process that was killed. */
  adopted: boolean;
  /** Ends connections, writes everything down, and returns when PostgreSQL has gone. */
  stop(): Promise<void>;
}

/** What a start needs; `settings` are PostgreSQL's own and win over ours (tests trade safety for speed). */
export interface EmbeddedPostgresOptions {
  dataDir: string;
  log?: (line: string) => void;
  settings?: PostgresSettings;
}

const patience = 300_000;
const retryFor = 8_000;
const product = 'pocketfriends';

/**
 * Starts the PostgreSQL 18 that comes with the product on the data folder, making it on the first
 * start, or adopts the one that still lives there. Its person, `pocketfriends`, owns the database of
 * that name and may make others, but is no superuser. Throws one sentence when it cannot; never
 * listens on the network. The caller holds the folder (`lockFolder`).
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => undefined, settings = {} } = options;
  const home = makePostgresHome(dataDir, log);
  const end = Date.now() + retryFor;
  for (;;) {
    const adopted = await adopt(home, log);
    if (adopted) return adopted;
    const launched = await start(home, settings, log);
    if (typeof launched !== 'string') return launched;
    if (!/still in use|already exists/.test(launched) || Date.now() > end)
      throw new Error(`PostgreSQL did not start. It says: ${launched}`);
    await pause(100);
  }
}

/**
 * The PostgreSQL that runs on the data folder now, for a command beside the running product.
 * Starts nothing; nothing is found when none runs or it is not ready.
 */
export async function findRunningPostgres(
  dataDir: string,
): Promise<{ connection: EmbeddedConnection; pid: number } | undefined> {
  const home = findPostgresHome(dataDir);
  const postmaster = home && existsSync(home.cluster) ? findPostmaster(home.cluster) : undefined;
  if (!postmaster?.ready) return undefined;
  return { connection: connectionTo(postmaster), pid: postmaster.pid };
}

async function adopt(
  home: PostgresHome,
  log: (line: string) => void,
): Promise<EmbeddedPostgres | undefined> {
  const postmaster = findPostmaster(home.cluster);
  if (!postmaster) return undefined;
  const ready = await waitUntilReady(home, () => findPostmaster(home.cluster) !== undefined);
  if (!ready) return undefined;
  log(`PostgreSQL (process ${ready.pid}) was still running and is used again.`);
  return running(home, ready, true);
}

/** Starts it, or returns what it said when it ended at once. */
async function start(
  home: PostgresHome,
  settings: PostgresSettings,
  log: (line: string) => void,
): Promise<EmbeddedPostgres | string> {
  const binaries = findPostgresBinaries(home.account, log);
  await makeCluster(home, binaries, settings);
  const socket = makeSocketFolder(home);
  dropMistakenLocks(home.cluster, socket);
  const launched = launch(home, binaries, socket, settings);
  const ready = await waitUntilReady(home, launched.alive);
  if (!ready) return launched.complaint();
  const postgres = running(home, ready, false);
  watch(launched, postgres, log);
  return postgres;
}

function running(home: PostgresHome, postmaster: Postmaster, adopted: boolean): EmbeddedPostgres {
  const { pid } = postmaster;
  const stop = () => stopPostmaster(home.cluster, pid);
  return { connection: connectionTo(postmaster), pid, adopted, stop };
}

/** Waits for the connections to open; nothing when the process ends instead. */
async function waitUntilReady(home: PostgresHome, alive: () => boolean) {
  const end = Date.now() + patience;
  while (alive()) {
    const postmaster = findPostmaster(home.cluster);
    const fault = postmaster?.ready ? await makeDatabase(postmaster).catch(asFault) : notYet;
    if (postmaster && !fault) return postmaster;
    if (Date.now() > end) throw new Error('PostgreSQL lives but cannot be used.', { cause: fault });
    await pause(10);
  }
  return undefined;
}

const notYet = new Error('It takes no connections, perhaps because it still recovers.');

// A connection may break because its server was killed a moment ago: then `alive` ends the wait.
function asFault(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault));
}

// Done anew at every start, so that a first start that was killed half-way is completed.
async function makeDatabase(postmaster: Postmaster): Promise<void> {
  const superuser = { ...connectionTo(postmaster), user: 'postgres', database: 'postgres' };
  const client = new Client({
    ...superuser,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  });
  await client.connect();
  try {
    const there = (table: string, column: string) =>
      client.query(`select from ${table} where ${column} = $1`, [product]).then((r) => r.rowCount);
    if (!(await there('pg_roles', 'rolname')))
      await client.query(`create role ${product} login createdb`);
    await makeAskingAccount(client);
    if (!(await there('pg_database', 'datname')))
      await client.query(`create database ${product} owner ${product}`);
  } finally {
    await client.end();
  }
}

/** Accounts are made by superusers only, which the product's person is not. Who uses it: asking-account.server.ts. */
async function makeAskingAccount(client: Client): Promise<void> {
  const asking = `${product}_asking`;
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [asking]);
  if (!rowCount) await client.query(`create role ${asking} nologin`);
  await client.query(`grant ${asking} to ${product}`);
}

function connectionTo({ socket, port }: Postmaster): EmbeddedConnection {
  return { host: socket, port, user: product, database: product };
}

function watch(
  launched: LaunchedPostmaster,
  postgres: EmbeddedPostgres,
  log: (line: string) => void,
) {
  const stop = postgres.stop;
  let expected = false;
  postgres.stop = () => {
    expected = true;
    return stop();
  };
  void launched.exited.then(() => {
    if (!expected) log('PostgreSQL ended by itself; see postgres.log in its folder.');
  });
}
