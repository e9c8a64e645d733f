import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { BareJob } from './bare-server.ts';
import { startBeside, type Beside } from './beside.ts';
import { cpuOf, databaseProcesses, memoryOf, parentOf } from './processes.ts';
import type { DatabaseProcesses } from './processes.ts';
import type { Reached, ReadersJob } from './readers.ts';
import { findDates } from './seed.ts';
import type { Met, Seen, VisitJob } from './visitors.ts';
import type { Connection } from '#platform/db.server.ts';
import { findRunningPostgres } from '#platform/embedded-postgres.server.ts';

export type Engine = 'embedded' | 'server';

/** CPU milliseconds so far. */
export interface Spent {
  web: number;
  database: number;
  bare: number;
}

/** The real product in its own processes, a bare server beside it, and those who ask both. */
export interface Place {
  engine: Engine;
  origin: string;
  port: number;
  bareOrigin: string;
  visitors: Beside<VisitJob, Met | Seen>;
  readers: Beside<ReadersJob, Reached | number | null>;
  bare: Beside<BareJob, number>;
  database: Client;
  /** Days of the measured club's months: `/{club}/{date}`. */
  dates: { live: string; past: string };
  spent(): Spent;
  memory(): { web: number; database: number };
  /** Stops the product and starts it again; how long it took until it was ready, and what it cost. */
  restart(): Promise<{ ms: number; cpuMs: number }>;
  /** After seeding: what the measurements need to know of the data. */
  look(): Promise<void>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Opens an empty place on a database of its own, which `close` takes away again. */
export async function openPlace(engine: Engine): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pf-bench-'));
  const port = await freePort();
  const secret = randomBytes(32).toString('base64url');
  const origin = `http://localhost:${port}`;
  const own = engine === 'server' ? await createOwnDatabase() : undefined;
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    POCKETFRIENDS_ORIGIN: origin,
    POCKETFRIENDS_DATA: dataDir,
    POCKETFRIENDS_SECRET: secret,
    TRUSTED_PROXIES: '127.0.0.1',
    // An app that asks without a pause is what is measured.
    POCKETFRIENDS_API_LIMIT: '100000000',
    LOG_LEVEL: 'error',
    DATABASE_URL: own?.address ?? '',
  };
  let product = await startProduct(env, origin);
  const connect = async () => {
    const embedded = own ? undefined : await findRunningPostgres(dataDir);
    const connection: Connection | undefined = own
      ? { connectionString: own.address }
      : embedded?.connection;
    if (!connection) throw new Error('The embedded database is not found.');
    const client = new Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  let database = await connect();
  let processes = await processesOf(database, own?.name);
  const bare = startBeside<BareJob, number>('bare-server');
  const place: Place = {
    engine,
    origin,
    port,
    bareOrigin: `http://127.0.0.1:${await bare.ask({ status: 200, headers: {}, body: '' })}`,
    visitors: startBeside('visitors'),
    readers: startBeside('readers'),
    bare,
    get database() {
      return database;
    },
    dates: { live: '', past: '' },
    spent: () => ({
      web: cpuOf(product.pid),
      database: processes.cpu(),
      bare: cpuOf(bare.pid),
    }),
    memory: () => ({ web: memoryOf(product.pid), database: processes.memory() }),
    restart: async () => {
      await database.end();
      await product.stop();
      const began = performance.now();
      product = await startProduct(env, origin);
      const ms = performance.now() - began;
      const web = cpuOf(product.pid);
      database = await connect();
      processes = await processesOf(database, own?.name);
      // A server of others was there before: what it has used says nothing of our start.
      return { ms, cpuMs: web + (own ? 0 : processes.cpu()) };
    },
    look: async () => void (place.dates = await findDates(database)),
    close: async () => {
      for (const beside of [place.visitors, place.readers, bare]) beside.stop();
      await database.end();
      await product.stop();
      await own?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return place;
}

async function processesOf(database: Client, name?: string): Promise<DatabaseProcesses> {
  const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  return databaseProcesses(parentOf(rows[0]?.pid ?? 0), name);
}

async function startProduct(env: NodeJS.ProcessEnv, origin: string) {
  const child = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await saysItIsOpen(child);
  const ready = await fetch(`${origin}/health/ready`);
  if (!ready.ok) throw new Error('The product is open but not ready.');
  return { pid: child.pid ?? 0, stop: () => stop(child) };
}

function saysItIsOpen(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += text.toString();
      if (said.includes('is open at')) done();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', (text: Buffer) => {
      hear(text);
      if (process.env['BENCH_LOUD']) process.stderr.write(text);
    });
    child.once('exit', (code) => fail(new Error(`The product ended (${code}):\n${said}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}

async function createOwnDatabase() {
  const server = process.env['DATABASE_URL'] || 'postgresql://postgres@127.0.0.1:5432/postgres';
  const name = `pf_bench_${process.pid}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  const drop = () => onServer(server, `drop database if exists ${name} with (force)`);
  return { name, address: address.href, drop };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
