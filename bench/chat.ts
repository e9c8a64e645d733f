import { answerVisits } from './answer-form.ts';
import { median, type Finding, type Measurement } from './measurement.ts';
import { memoryNow } from './memory.ts';
import type { Place } from './place.ts';
import type { Reached } from './readers.ts';
import { forgetAnswers, monthLive } from './seed.ts';
import type { Visit } from './visitors.ts';

const howMany = 1000;
const posts = 15;
const mark = 'bench-mark';

/**
 * One person answers, 1,000 readers of the stream see it. CPU is that of the whole post: the form, the
 * transaction, the stream. Times are until the last reader has it: the median of fifteen posts, and the
 * worst. The limit is a bare server that writes as many bytes to as many sockets.
 */
export const measureChat: Measurement = async (place) => {
  await forgetAnswers(place.database);
  const visits = await answerVisits(place, `We waited too ${mark}-__N__`);
  const path = `/live/chat/${monthLive}`;
  await openReaders(place, place.port, new URL(place.origin).host, path);
  const memory = memoryNow(place, 'with 1,000 readers');
  const told = await tellAll(place, place.origin, visits);
  await place.readers.ask({ close: true });
  const bytes = median(told.map(({ bytesEach }) => bytesEach));
  const limit = await measureLimit(place, bytes);
  await forgetAnswers(place.database);
  const finding: Finding = {
    name: 'chat post to 1,000 readers',
    cpuMs: median(told.map(({ cpuMs }) => cpuMs)),
    databaseMs: median(told.map(({ databaseMs }) => databaseMs)),
    p50Ms: median(told.map(({ lastMs }) => lastMs)),
    p99Ms: Math.max(...told.map(({ lastMs }) => lastMs)),
    limitCpuMs: limit,
    bytes,
  };
  return [finding, ...memory];
};

async function measureLimit(place: Place, bytes: number): Promise<number> {
  const streamBytes = Math.round(bytes);
  await place.bare.ask({ status: 303, headers: { location: '/' }, body: '' });
  await place.bare.ask({ streamBytes });
  const { host, port } = new URL(place.bareOrigin);
  await openReaders(place, Number(port), host, '/live/');
  const said: Visit = { method: 'POST', path: '/', headers: {}, body: 'x' };
  const told = await tellAll(place, place.bareOrigin, [said]);
  await place.readers.ask({ close: true });
  return median(told.map(({ bareMs }) => bareMs));
}

async function openReaders(place: Place, port: number, host: string, path: string) {
  const there = await place.readers.ask({ open: howMany, port, host, path });
  if (there !== howMany) throw new Error(`Only ${String(there)} of ${howMany} readers came.`);
  await rest(500);
}

/** Posts one after the other; the first two warm up. */
async function tellAll(place: Place, origin: string, visits: Visit[]) {
  const told: Awaited<ReturnType<typeof tellOnce>>[] = [];
  for (let post = 0; post < posts + 2; post++) {
    const visit = visits[post % visits.length];
    if (visit) told.push(await tellOnce(place, origin, visit));
    // Changes within 200 ms travel together; each of these is alone.
    await rest(250);
  }
  return told.slice(2);
}

async function tellOnce(place: Place, origin: string, visit: Visit) {
  const all = place.readers.ask({ await: mark, patienceMs: 10_000 }) as Promise<Reached>;
  const before = place.spent();
  const began = Number(process.hrtime.bigint()) / 1e6;
  await place.visitors.ask({ origin, look: visit });
  const reached = await all;
  // What is left of the post after the last reader has it: callbacks, the database's commit.
  await rest(20);
  const after = place.spent();
  if (reached.reached < howMany) throw new Error(`One post reached ${reached.reached} readers.`);
  const databaseMs = after.database - before.database;
  return {
    lastMs: reached.last - began,
    databaseMs,
    cpuMs: after.web - before.web + databaseMs,
    bareMs: after.bare - before.bare,
    bytesEach: reached.bytesEach,
  };
}

function rest(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
