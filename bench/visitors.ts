import { Pool } from 'undici';
import { answerJobs } from './beside.ts';

/** A request that visitors repeat. `__N__` in its body becomes a number that no other has. */
export interface Visit {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** So many visitors at once take the visits in turn, over kept connections, for so long; or one looks once. */
export type VisitJob = Crowd | { origin: string; look: Visit };

interface Crowd {
  origin: string;
  visits: Visit[];
  atOnce: number;
  ms: number;
}

/** What they met. `ms` has each request's time. */
export interface Met {
  ms: number[];
  statuses: number[];
  bytes: number;
}

/** One answer, whole: its body in base64, as it travelled. */
export interface Seen {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds until the whole answer was there. */
  ms: number;
}

const pools = new Map<string, Pool>();
let turn = 0;

answerJobs<VisitJob>((job) => ('look' in job ? look(job.origin, job.look) : visitAll(job)));

async function look(origin: string, visit: Visit): Promise<Seen> {
  const began = performance.now();
  const { statusCode, headers, body } = await poolOf(origin, 1).request(requestOf(visit));
  const bytes = Buffer.from(await body.arrayBuffer());
  const ms = performance.now() - began;
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    status: statusCode,
    headers: Object.fromEntries(flat),
    body: bytes.toString('base64'),
    ms,
  };
}

async function visitAll({ origin, visits, atOnce, ms }: Crowd): Promise<Met> {
  const pool = poolOf(origin, atOnce);
  const met: Met = { ms: [], statuses: [], bytes: 0 };
  const statuses = new Set<number>();
  const end = performance.now() + ms;
  const visitor = async () => {
    while (performance.now() < end) {
      const visit = visits[turn++ % visits.length];
      if (!visit) return;
      const began = performance.now();
      const { statusCode, body } = await pool.request(requestOf(visit));
      met.bytes += (await body.arrayBuffer()).byteLength;
      met.ms.push(performance.now() - began);
      statuses.add(statusCode);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
  return { ...met, statuses: [...statuses] };
}

function requestOf({ method, path, headers, body }: Visit) {
  const own = body?.replaceAll('__N__', `${process.pid}-${turn}`);
  return { method, path, headers, ...(own !== undefined && { body: own }) };
}

function poolOf(origin: string, connections: number): Pool {
  const key = `${origin} ${connections}`;
  const pool = pools.get(key) ?? new Pool(origin, { connections, pipelining: 1 });
  pools.set(key, pool);
  return pool;
}
