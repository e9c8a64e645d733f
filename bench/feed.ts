import { median, quantile, type Finding, type Measurement } from './measurement.ts';
import { measurePages } from './page.ts';
import type { Place } from './place.ts';
import { clubId, clubSlug } from './seed.ts';
import type { Seen, Visit } from './visitors.ts';

const path = `/${clubSlug}/feed.rss`;
const looks = 60;

const measureKept = measurePages({
  name: 'club feed, kept',
  path: () => path,
  as: 'kept',
  says: '<rss',
});

/** A club's feed of twelve months: made after something changed, and kept until the next change. */
export const measureFeed: Measurement = async (place) => [
  ...(await measureAfresh(place)),
  ...(await measureKept(place)),
];

/** The very event that drops the kept feed comes before each look, and is counted with it. */
async function measureAfresh(place: Place): Promise<Finding[]> {
  const made: { cpuMs: number; databaseMs: number; seen: Seen }[] = [];
  for (let look = 0; look < looks; look++) made.push(await lookAfterChange(place));
  // The first half warms up. What was kept nevertheless, compressed, was not made.
  const counted = made.slice(looks / 2).filter(({ seen }) => !seen.headers['content-encoding']);
  const last = counted.at(-1);
  if (last?.seen.status !== 200) throw new Error(`${path} was not made afresh.`);
  const times = counted.map(({ seen }) => seen.ms);
  return [
    {
      name: 'club feed, afresh',
      cpuMs: median(counted.map(({ cpuMs }) => cpuMs)),
      databaseMs: median(counted.map(({ databaseMs }) => databaseMs)),
      p50Ms: median(times),
      p99Ms: quantile(times, 0.99),
      limitCpuMs: await measureLimit(place, last.seen),
      bytes: Buffer.byteLength(last.seen.body, 'base64'),
    },
  ];
}

async function lookAfterChange(place: Place) {
  const host = new URL(place.origin).host;
  const visit: Visit = { method: 'GET', path, headers: { host, 'accept-encoding': 'br' } };
  const wakes = JSON.stringify({ from: 'bench', wakes: [{ kind: 'club', id: clubId }] });
  const before = place.spent();
  await place.database.query('select pg_notify($1, $2)', ['pocketfriends', wakes]);
  await new Promise((done) => setTimeout(done, 5));
  const seen = (await place.visitors.ask({ origin: place.origin, look: visit })) as Seen;
  const after = place.spent();
  const databaseMs = after.database - before.database;
  return { seen, databaseMs, cpuMs: after.web - before.web + databaseMs };
}

async function measureLimit(place: Place, seen: Seen): Promise<number> {
  await place.bare.ask({ status: 200, headers: seen.headers, body: seen.body });
  const look: Visit = { method: 'GET', path: '/', headers: {} };
  const spent: number[] = [];
  for (let time = 0; time < looks; time++) {
    const before = place.spent();
    await place.visitors.ask({ origin: place.bareOrigin, look });
    spent.push(place.spent().bare - before.bare);
  }
  return median(spent.slice(looks / 2));
}
