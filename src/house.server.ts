import { startWorker } from './worker.ts';
import { elsewhere, listeners, openQueues } from './wiring.server.ts';
import { openClubPersons } from '#domain/club/club-person.server.ts';
import { eraseAgain } from '#domain/leaving/erasure.server.ts';
import { layAskingAccount, withoutAskingAccount } from '#platform/asking-account.server.ts';
import type { Config } from '#platform/config.server.ts';
import { migrateDatabase, type Connection } from '#platform/db.server.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres.server.ts';
import { lockFolder } from '#platform/folder-lock.server.ts';
import { openServices, setRunningServices, type Services } from '#platform/services.server.ts';

/** An open house: its services, and the way to close it again. */
export interface House {
  services: Services;
  close(): Promise<void>;
}

/** Opens the database, brings it up to date and opens the services. Throws one sentence when it cannot. */
export async function openHouse(config: Config): Promise<House> {
  const database = await openOwnDatabase(config);
  await migrateDatabase(database.connection);
  const services = await openServices(config, database.connection, {
    listeners,
    elsewhere,
  });
  await openQueues(services.jobs);
  const asking = await layAskingAccount(services.db);
  if (!asking.usable) services.log.warn({}, withoutAskingAccount(asking.name));
  // Whoever was erased stays so, also when an older state of the database was put back.
  await eraseAgain(services);
  await openClubPersons(services);
  setRunningServices(services);
  if (config.process !== 'web') await startWorker(services);
  return {
    services,
    close: async () => {
      await services.close();
      await database.stop();
    },
  };
}

/**
 * Opens the same database beside a house that may be running: the running server's, or one started
 * for as long as the command takes. Jobs are only sent, never worked on.
 */
export async function openBeside(config: Config): Promise<House> {
  const database = await reachDatabase(config);
  await migrateDatabase(database.connection);
  const services = await openServices({ ...config, process: 'web' }, database.connection, {
    listeners,
    elsewhere,
  });
  await openQueues(services.jobs);
  return {
    services,
    close: async () => {
      await services.close();
      await database.stop();
    },
  };
}

/** The database alone, as it is: the running one, or one started until `stop`. */
export async function reachDatabase(
  config: Config,
): Promise<{ connection: Connection; stop(): Promise<void> }> {
  const running = config.databaseUrl ? undefined : await findRunningPostgres(config.dataDir);
  return running
    ? { connection: running.connection, stop: async () => undefined }
    : openOwnDatabase(config, console.error);
}

/** `say` gets notices about the database: commands keep what they print for their results. */
async function openOwnDatabase(
  config: Config,
  say: (notice: string) => void = console.log,
): Promise<{ connection: Connection; stop(): Promise<void> }> {
  if (config.databaseUrl) {
    return { connection: { connectionString: config.databaseUrl }, stop: async () => undefined };
  }
  const lock = lockFolder(config.dataDir);
  if ('refused' in lock) {
    throw new Error(
      `Pocket Friends is already running on ${config.dataDir}${lock.pid ? ` (process ${lock.pid})` : ''}.`,
    );
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
  return {
    connection: postgres.connection,
    stop: async () => {
      await postgres.stop();
      lock.release();
    },
  };
}
