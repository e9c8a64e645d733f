import { join } from 'node:path';
import type { Pool } from 'pg';
import { machineClock, type Clock } from './clock.server.ts';
import type { Config } from './config.server.ts';
import { openDatabase, type Connection, type Database } from './db.server.ts';
import { nowhere, type Elsewhere } from './elsewhere.server.ts';
import type { Listeners } from './events.server.ts';
import { makeFetcher, type Fetcher } from './fetch.server.ts';
import { openJobs, type Jobs } from './jobs.server.ts';
import { makeKeptPages, type KeptPages } from './kept-pages.server.ts';
import { openLive, type Live } from './live.server.ts';
import { makeLog, type Log } from './log.server.ts';
import { makeMailer, type Mailer } from './mail.server.ts';
import { ownSecret } from './secrets.server.ts';
import { makeStorage, type Storage } from './storage.server.ts';

/** What one process holds open, once. */
export interface Services {
  config: Config;
  secret: string;
  clock: Clock;
  log: Log;
  db: Database;
  pool: Pool;
  jobs: Jobs;
  live: Live;
  mailer: Mailer;
  fetcher: Fetcher;
  storage: Storage;
  keptPages: KeptPages;
  /** Who has to act when something happens; set by whoever opens the house. */
  listeners: Listeners;
  /** Looks on other servers; set by whoever opens the house. */
  elsewhere: Elsewhere;
  /** Has something finished before the house closes, while database and network are still there. */
  uponClose(finish: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Opens everything that a process works with, on a database that is migrated already. */
export async function openServices(
  config: Config,
  connection: Connection,
  own: {
    clock?: Clock;
    log?: Log;
    mailer?: Mailer;
    listeners?: Listeners;
    elsewhere?: Elsewhere;
  } = {},
): Promise<Services> {
  const log = own.log ?? makeLog(config.logLevel);
  const { db, pool, close } = openDatabase(connection);
  const live = await openLive(connection, pool, log);
  const jobs = await openJobs(connection, log, config.process !== 'web');
  const keptPages = makeKeptPages();
  live.hear(({ kind, id }) =>
    kind === 'person' || kind === 'house' ? keptPages.dropAll() : keptPages.drop(`${kind}:${id}`),
  );
  live.onGap(() => keptPages.dropAll());
  const fetcher = makeFetcher(config);
  const finishing: (() => Promise<void>)[] = [];
  return {
    config,
    secret: config.secret ?? ownSecret(config.dataDir),
    clock: own.clock ?? machineClock,
    log,
    db,
    pool,
    jobs,
    live,
    mailer:
      own.mailer ??
      makeMailer({
        smtpUrl: config.smtpUrl,
        from: config.mailFrom,
        mailbox: join(config.dataDir, 'mailbox'),
      }),
    fetcher,
    storage: makeStorage(join(config.dataDir, 'media')),
    keptPages,
    listeners: own.listeners ?? {},
    elsewhere: own.elsewhere ?? nowhere,
    uponClose: (finish) => void finishing.push(finish),
    close: async () => {
      await Promise.all([jobs.stop(), ...finishing.map((finish) => finish())]);
      await live.close();
      await fetcher.close();
      await close();
    },
  };
}

let running: Services | undefined;

/** Names the services that this process's web pages use. Called once, by whoever opens the house. */
export function setRunningServices(services: Services): void {
  running = services;
}

/** The services of this process. Throws before the house is open. */
export function runningServices(): Services {
  if (!running) throw new Error('The house is not open yet.');
  return running;
}
