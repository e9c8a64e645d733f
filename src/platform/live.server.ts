import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import type { Connection } from './db.server.ts';
import type { Log } from './log.server.ts';

/** Something changed: `kind` and `id` say what, `about` which parts of it; never what it says. */
export interface Wake {
  kind: string;
  id: string;
  about?: string[];
}

/** Tells every process of this server, after commit, what changed. */
export interface Live {
  /** Resolves when all processes have been told. The own listeners hear it first, at once. */
  publish(wakes: Wake[]): Promise<void>;
  hear(listener: (wake: Wake) => void): () => void;
  /** Called when messages may have been missed: forget everything that depends on them. */
  onGap(listener: () => void): void;
  close(): Promise<void>;
}

const channel = 'pocketfriends';
const gatherMs = 10;
const reconnectMs = 500;
/** PostgreSQL takes payloads under 8,000 bytes. */
const wakesAMessage = 100;

/**
 * Live updates over LISTEN/NOTIFY. Wakes of 10 ms travel together, from outside of the writing
 * transactions: a NOTIFY inside one serialises all commits of the server.
 */
export async function openLive(connection: Connection, pool: Pool, log: Log): Promise<Live> {
  const own = randomUUID();
  const listeners = new Set<(wake: Wake) => void>();
  const gapListeners = new Set<() => void>();
  let closed = false;
  let client: Client | undefined;

  const tell = (wakes: Wake[]) => {
    for (const wake of wakes) for (const listener of listeners) listener(wake);
  };
  const listen = async () => {
    const fresh = new Client({ ...connection, application_name: 'pocketfriends live' });
    fresh.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? '{}') as { from?: string; wakes?: Wake[] };
      if (message.from !== own && message.wakes) tell(message.wakes);
    });
    fresh.on('error', () => undefined);
    fresh.once('end', () => void relisten());
    await fresh.connect();
    await fresh.query(`listen ${channel}`);
    client = fresh;
  };
  const relisten = async () => {
    for (const forget of gapListeners) forget();
    while (!closed) {
      try {
        await listen();
        for (const forget of gapListeners) forget();
        return;
      } catch (fault) {
        log.warn({ err: fault }, 'live updates wait for the database');
        await new Promise((done) => setTimeout(done, reconnectMs));
      }
    }
  };

  await listen();
  const send = gather(async (wakes) => {
    for (let at = 0; at < wakes.length; at += wakesAMessage) {
      const payload = JSON.stringify({ from: own, wakes: wakes.slice(at, at + wakesAMessage) });
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    }
  });
  return {
    publish: async (wakes) => {
      if (wakes.length === 0) return;
      tell(wakes);
      await send(wakes).catch((fault) => log.warn({ err: fault }, 'a live update was not sent'));
    },
    hear: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onGap: (listener) => gapListeners.add(listener),
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

/** Collects the wakes of 10 ms and sends them together; every caller waits for its own to be sent. */
function gather(send: (wakes: Wake[]) => Promise<void>): (wakes: Wake[]) => Promise<void> {
  let pending: { wakes: Wake[]; sent: Promise<void> } | undefined;
  return (wakes) => {
    if (!pending) {
      const batch: Wake[] = [];
      const sent = new Promise<void>((done) => setTimeout(done, gatherMs)).then(() => {
        pending = undefined;
        return send(batch);
      });
      pending = { wakes: batch, sent };
    }
    pending.wakes.push(...wakes);
    return pending.sent;
  };
}
