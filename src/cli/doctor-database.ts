import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { closing } from './beside.ts';
import { check, type Finding } from './doctor.ts';
import { faultWords } from './fault-words.ts';
import { reachDatabase } from '#house.server.ts';
import { withoutAskingAccount } from '#platform/asking-account.server.ts';
import type { Config } from '#platform/config.server.ts';
import { migrationsFolder } from '#platform/db.server.ts';

/** Version, migrations, clock and failed jobs of the database; one finding when it cannot be reached. */
export async function lookAtDatabase(config: Config): Promise<Finding[]> {
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres'))) {
    return [{ state: 'note', says: 'The database is made by the first start' }];
  }
  try {
    return await closing(
      await reachDatabase(config),
      async ({ connection }) => {
        const client = new Client({ ...connection, connectionTimeoutMillis: 10_000 });
        await client.connect();
        try {
          return [
            await version(client),
            await migrations(client),
            await clock(client),
            await jobs(client),
            await deliveries(client),
            await askingAccount(client),
          ];
        } finally {
          await client.end();
        }
      },
      (database) => database.stop(),
    );
  } catch (fault) {
    return [{ state: 'mend', says: faultWords(fault) }];
  }
}

async function version(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  );
  const says = `PostgreSQL ${rows[0]?.name}`;
  return check(
    (rows[0]?.number ?? 0) >= 150_000,
    says,
    `${says} is too old: version 15 or newer is needed.`,
  );
}

async function migrations(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  const applied = rows[0]?.there
    ? (await client.query<{ name: string }>('select name from drizzle.__drizzle_migrations')).rows
    : [];
  const had = new Set(applied.map(({ name }) => name));
  const ours = readdirSync(migrationsFolder);
  const missing = ours.filter((name) => !had.has(name)).length;
  if (had.size > 0 && [...had].some((name) => !ours.includes(name))) {
    return { state: 'mend', says: 'The database belongs to a newer version: install that one.' };
  }
  return check(
    missing === 0,
    'The tables are up to date',
    `${missing} changes of the tables wait: start the server, which makes them.`,
  );
}

async function deliveries(client: Client): Promise<Finding> {
  const { rows: known } = await client.query<{ there: boolean }>(
    `select to_regclass('delivery') is not null as there`,
  );
  if (!known[0]?.there) return { state: 'note', says: 'Nothing was ever sent to other servers' };
  const { rows } = await client.query<{ waiting: number; failing: number }>(
    `select (select count(*)::int from delivery) as waiting,
      (select count(*)::int from peer where failures > 0) as failing`,
  );
  const { waiting = 0, failing = 0 } = rows[0] ?? {};
  const says = `Waiting for other servers: ${waiting}; servers that do not answer: ${failing}`;
  return { state: failing > 0 ? 'note' : 'ok', says };
}

async function askingAccount(client: Client): Promise<Finding> {
  const { rows: known } = await client.query<{ there: boolean }>(
    `select to_regproc('asking_account') is not null as there`,
  );
  if (!known[0]?.there) return { state: 'note', says: 'Friend requests get their account later' };
  const { rows } = await client.query<{ name: string; usable: boolean }>(
    `select asking_account() as name, exists (select from pg_roles where rolname = asking_account()
      and pg_has_role(session_user, oid, 'MEMBER')) as usable`,
  );
  const says = 'Friend requests have an account of their own';
  if (rows[0]?.usable) return { state: 'ok', says };
  return { state: 'note', says: withoutAskingAccount(rows[0]?.name ?? '') };
}

async function clock(client: Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
  const middle = (before + Date.now()) / 2;
  const seconds = Math.abs((rows[0]?.at.getTime() ?? 0) - middle) / 1000;
  const apart = `The clocks of this machine and of the database are ${seconds.toFixed(1)} s apart`;
  return check(seconds < 2, 'The clocks agree', `${apart}: set both by NTP.`);
}

async function jobs(client: Client): Promise<Finding> {
  const { rows: known } = await client.query<{ there: boolean }>(
    `select to_regclass('pgboss.job') is not null as there`,
  );
  if (!known[0]?.there) return { state: 'ok', says: 'No jobs yet' };
  const { rows } = await client.query<{ name: string; count: number }>(
    `select name, count(*)::int as count from pgboss.job
      where name like '%.dead' and state in ('created', 'retry', 'active') group by name order by name`,
  );
  const failed = rows.map(({ name, count }) => `${count} of ${name.replace(/\.dead$/, '')}`);
  const mend = `Jobs failed for good (${failed.join(', ')}): the log says why.`;
  return check(rows.length === 0, 'No job failed for good', mend);
}
