import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { sql } from 'drizzle-orm';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { prepareByText } from './prepared.server.ts';

/** How to reach a PostgreSQL: an address, or the embedded one's socket. */
export type Connection =
  { connectionString: string } | { host: string; port: number; user: string; database: string };

/** The database and its pool. */
export type Database = ReturnType<typeof openDatabase>['db'];

/** A transaction, or the database itself: whatever can run a statement. */
export type Runner = Database | Parameters<Parameters<Database['transaction']>[0]>[0];

/** Where the migrations are: one folder each, applied in the order of their names. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** The advisory lock of whoever lays tables: a migration, a restore. */
export const migrationLock = 7_261_120;

/** Opens a pool. Statements end after 15 s, idle transactions after 30 s. */
export function openDatabase(connection: Connection, options: { max?: number } = {}) {
  const pool = new Pool({
    ...connection,
    max: options.max ?? 10,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'pocketfriends',
  });
  // A server that goes away breaks idle connections; the next query opens new ones.
  pool.on('connect', prepareByText);
  pool.on('error', () => undefined);
  return { pool, db: drizzle({ client: pool }), close: () => pool.end() };
}

/** Brings the schema up to date. Safe to call from many processes at once: one runs, the others wait. */
export async function migrateDatabase(
  connection: Connection,
  folder = migrationsFolder,
): Promise<void> {
  const { pool, db, close } = openDatabase(connection, { max: 2 });
  const lock = await pool.connect();
  try {
    await lock.query('set statement_timeout = 0');
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(db, { migrationsFolder: folder });
  } finally {
    lock.release(true);
    await close();
  }
}

/** Answers when the database does. */
export async function ping(db: Runner): Promise<void> {
  await db.execute(sql`select 1`);
}
