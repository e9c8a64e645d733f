import { median, quantile, type Finding, type Measurement } from './measurement.ts';
import type { Place } from './place.ts';
import { cookieOf } from './seed.ts';
import type { Met, Seen, Visit } from './visitors.ts';

/** A page to measure. */
export interface PageToMeasure {
  name: string;
  path: (place: Place) => string;
  /** `afresh`: a signed-in reader, for whom every page is rendered; `kept`: visitors without a session. */
  as: 'afresh' | 'kept';
  /** Something that the right page says, so that an error page is not measured. */
  says: string;
}

const rounds = 5;
const roundMs = { product: 200, bare: 80 };
/** Long enough for the compiler to have seen the page some hundred times. */
const warmMs = { product: 2500, bare: 150 };

/** Measures pages, each read by one reader at a time and by eight at once. */
export function measurePages(...pages: PageToMeasure[]): Measurement {
  return async (place) => {
    const findings: Finding[] = [];
    for (const page of pages) findings.push(...(await measurePage(place, page)));
    return findings;
  };
}

async function measurePage(place: Place, page: PageToMeasure): Promise<Finding[]> {
  const cookie = page.as === 'afresh' ? { cookie: cookieOf(7) } : undefined;
  const headers = { host: new URL(place.origin).host, 'accept-encoding': 'gzip, br', ...cookie };
  const visit: Visit = { method: 'GET', path: page.path(place), headers };
  const seen = await seePage(place, page, visit);
  return measureVisits(place, page.name, [visit], seen);
}

/**
 * Repeats visits to the product, and the same answer from the bare server, in turn: whatever else the
 * machine does slows both. The figures are medians of five rounds.
 */
export async function measureVisits(
  place: Place,
  name: string,
  visits: Visit[],
  seen: Seen,
  beforeRound: () => Promise<unknown> = async () => undefined,
): Promise<Finding[]> {
  await place.bare.ask({ status: seen.status, headers: seen.headers, body: seen.body });
  const crowd = (atOnce: number, ms: number) => meet(place, place.origin, visits, atOnce, ms);
  const bareCrowd = (atOnce: number, ms: number) =>
    meet(place, place.bareOrigin, visits, atOnce, ms);
  await beforeRound();
  await crowd(8, warmMs.product);
  await bareCrowd(8, warmMs.bare);
  const rows = [1, 8].map((atOnce) => ({ atOnce, found: [] as Round[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { atOnce, found } of rows) {
      await beforeRound();
      const before = place.spent();
      const met = await crowd(atOnce, roundMs.product);
      const between = place.spent();
      const bare = await bareCrowd(atOnce, roundMs.bare);
      const after = place.spent();
      if (met.statuses.some((status) => status !== seen.status))
        throw new Error(`${name} answered ${met.statuses.join(', ')} instead of ${seen.status}.`);
      const database = (between.database - before.database) / met.ms.length;
      found.push({
        ms: met.ms,
        database,
        all: (between.web - before.web) / met.ms.length + database,
        limit: (after.bare - between.bare) / bare.ms.length,
      });
    }
  }
  const bytes = Buffer.byteLength(seen.body, 'base64');
  return rows.map(({ atOnce, found }) => ({
    name: atOnce === 1 ? name : `${name}, ${atOnce} at once`,
    ...figuresOf(found),
    bytes,
  }));
}

/** CPU milliseconds a request of one round, and how long each request took. */
interface Round {
  ms: number[];
  all: number;
  database: number;
  limit: number;
}

function figuresOf(found: Round[]) {
  const ms = found.flatMap((round) => round.ms);
  return {
    cpuMs: median(found.map(({ all }) => all)),
    databaseMs: median(found.map(({ database }) => database)),
    p50Ms: median(ms),
    p99Ms: quantile(ms, 0.99),
    limitCpuMs: median(found.map(({ limit }) => limit)),
  };
}

async function seePage(place: Place, page: PageToMeasure, visit: Visit): Promise<Seen> {
  const look = () => place.visitors.ask({ origin: place.origin, look: visit }) as Promise<Seen>;
  const first = await look();
  const text = Buffer.from(first.body, 'base64').toString();
  const known = first.headers['content-encoding'] ? true : text.includes(page.says);
  if (first.status !== 200 || !known)
    throw new Error(`${visit.path} answered ${first.status}: ${text.slice(0, 200)}`);
  const second = await look();
  // Only the door of kept pages compresses; a page that is rendered is sent as it is.
  const kept = second.headers['content-encoding'] === 'br';
  if (kept !== (page.as === 'kept'))
    throw new Error(`${visit.path} should be ${page.as}, but is ${kept ? 'kept' : 'rendered'}.`);
  return second;
}

function meet(
  { visitors }: Place,
  origin: string,
  visits: Visit[],
  atOnce: number,
  ms: number,
): Promise<Met> {
  return visitors.ask({ origin, visits, atOnce, ms }) as Promise<Met>;
}
