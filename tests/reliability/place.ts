import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chownSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { onServer } from '../global-setup.ts';
import { freePort } from '../site.ts';
import { command, postmasterOf, type Account } from './product.ts';
import type { Connection } from '#platform/db.server.ts';
import { findRunningPostgres } from '#platform/embedded-postgres.server.ts';
import { stopPostmaster } from '#platform/postmaster.server.ts';

/** The server that the tests were told to use; absent: each place has its own embedded database. */
export const testServer = process.env['TEST_DATABASE_URL'];
export const engine = testServer ? 'separate server' : 'embedded';

/** A place where a product lives: a folder of its own, a port, and a database of either kind. */
export interface Place {
  dataDir: string;
  port: number;
  origin: string;
  env: Record<string, string>;
  account: Account;
  query<T extends object>(statement: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Makes an empty place. `server` is the address of a PostgreSQL on which it gets its own database; '' for the embedded one. */
export async function openPlace({
  server = testServer,
  account,
}: { server?: string | undefined; account?: Account } = {}): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pf-kill-'));
  if (account) chownSync(dataDir, account.uid, account.gid);
  const port = await freePort();
  const name = `pf_kill_${process.pid}_${randomBytes(3).toString('hex')}`;
  if (server) await onServer({ connectionString: server }, `create database ${name}`);
  const address = server && Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    POCKETFRIENDS_DATA: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    POCKETFRIENDS_ORIGIN: origin,
    ...(address && { DATABASE_URL: address }),
  };
  const connection = async (): Promise<Connection> => {
    const running = address ? undefined : await findRunningPostgres(dataDir);
    const found = address ? { connectionString: address } : running?.connection;
    if (!found) throw new Error(`No database runs in ${dataDir}.`);
    return found;
  };
  return {
    dataDir,
    port,
    origin,
    env,
    account,
    async query<T extends object>(statement: string, values: unknown[] = []) {
      const client = new Client(await connection());
      await client.connect();
      try {
        return (await client.query<T>(statement, values)).rows;
      } finally {
        await client.end();
      }
    },
    async close() {
      if (server)
        await onServer({ connectionString: server }, `drop database ${name} with (force)`);
      else await stopLeftBehind(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function stopLeftBehind(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres', 'cluster');
  const pid = (() => {
    try {
      return postmasterOf(dataDir);
    } catch {
      return undefined;
    }
  })();
  if (pid) await stopPostmaster(cluster, pid);
}

/** Somebody with a session: what a browser of theirs would send. */
export interface Visitor {
  handle: string;
  cookie: string;
}

/** Puts so many people with sessions into a place whose tables are laid. */
export async function addVisitors(place: Place, count: number): Promise<Visitor[]> {
  const people = Array.from({ length: count }, (_, number) => {
    const token = randomBytes(24).toString('base64url');
    return {
      handle: `visitor_${number}`,
      login: randomUUID(),
      session: randomUUID(),
      token,
      hash: createHash('sha256').update(token).digest('hex'),
    };
  });
  await place.query(
    `with p as (select * from json_to_recordset($1) as p(handle text, login text, session text, hash text)),
      l as (insert into login (id, email) select login, handle || '@example.org' from p),
      s as (insert into session (id, login_id, token_hash, created, seen, proved, ends)
        select session, login, hash, now(), now(), now(), now() + interval '1 day' from p)
    insert into person (login_id, handle, name) select login, handle, handle from p`,
    [JSON.stringify(people)],
  );
  return people.map(({ handle, token }) => ({ handle, cookie: `session=${token}` }));
}

/** A month whose chat is live now: where it is, and the round that is asked. */
export interface LiveChat {
  monthId: string;
  path: string;
  questionId: string;
}

/** Brings in a club whose live hour has begun, and waits until the product has asked a question. */
export async function openChat(place: Place): Promise<LiveChat> {
  const start = new Date(Date.now() - 6 * 60_000).toISOString();
  const [date = '', time = ''] = [start.slice(0, 10), start.slice(11, 16)];
  const month = {
    date,
    anchor: { time, zone: 'UTC' },
    minutes: 120,
    theme: 'Nothing is lost',
    questions: [{ number: 1, text: 'Are you still there?' }],
  };
  const file = join(place.dataDir, 'club.json');
  await writeFile(
    file,
    JSON.stringify({ club: { slug: 'reliable', name: 'Reliable' }, months: [month] }),
  );
  const { code, said } = await command(['club', 'import', file], place.env, undefined);
  if (code !== 0) throw new Error(`The club was not imported: ${said}`);
  for (let turn = 0; turn < 500; turn++) {
    const [asked] = await place.query<{ monthId: string; questionId: string }>(
      `select month_id::text as "monthId", id::text as "questionId" from question
        where released is not null order by position limit 1`,
    );
    if (asked) return { ...asked, path: `/reliable/${date}/chat` };
    await pause(20);
  }
  throw new Error('The product has asked no question in 10 s.');
}
