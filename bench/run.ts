// `npm run bench`: how fast the product is, at what cost, and how near to the limit of the machine.
// `node bench/run.ts month-page feed --scale 1,10 --engine server` picks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWhenChanged } from '../scripts/ready.mjs';
import { measureAnswer } from './answer.ts';
import { measureBoundaries } from './boundaries.ts';
import { measureChat } from './chat.ts';
import { measureFeed } from './feed.ts';
import { measureGuestPost } from './guest-post.ts';
import { measureHomePage } from './home-page.ts';
import type { Finding, Measurement, Row } from './measurement.ts';
import { measureMemory } from './memory.ts';
import { measureMoment } from './moment.ts';
import { measureMonthPage } from './month-page.ts';
import { measurePeople } from './people.ts';
import { openPlace, type Engine, type Place } from './place.ts';
import { measurePosts } from './posts.ts';
import { listPromises } from './promises.ts';
import { measureScript } from './script.ts';
import { seed } from './seed.ts';
import { seedPosts } from './seed-posts.ts';
import { measureStartUp } from './start-up.ts';
import { heading, lineOf, rounded } from './table.ts';
import { measureTranscript } from './transcript.ts';

/** What is measured, in this order: memory comes after the load. */
const measurements: Record<string, Measurement> = {
  'start-up': measureStartUp,
  'home-page': measureHomePage,
  'month-page': measureMonthPage,
  'guest-post': measureGuestPost,
  transcript: measureTranscript,
  feed: measureFeed,
  people: measurePeople,
  posts: measurePosts,
  answer: measureAnswer,
  chat: measureChat,
  boundaries: measureBoundaries,
  moment: measureMoment,
  memory: measureMemory,
  script: measureScript,
};

/** What no amount of data changes, and what takes long: only in the smallest place. */
const alike = new Set(['moment']);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1,10,100' },
    engine: { type: 'string', default: 'embedded' },
  },
});
const scales = values.scale.split(',').map(Number);
const engine = values.engine as Engine;
const unknown = positionals.filter((name) => !(name in measurements));
if (unknown.length > 0)
  stop(
    `Nothing is called ${unknown.join(', ')}; there are ${Object.keys(measurements).join(', ')}.`,
  );
if (scales.some((scale) => !Number.isInteger(scale) || scale < 1))
  stop('--scale takes numbers such as 1,10,100.');
if (engine !== 'embedded' && engine !== 'server') stop('--engine takes embedded or server.');
if (process.platform !== 'linux') stop('CPU is read from /proc, which only Linux has.');

const rows: Row[] = [];
buildWhenChanged(process.execPath);
const place = await openPlace(engine);
process.on('SIGINT', () => void place.close().finally(() => process.exit(130)));
try {
  let there = 0;
  for (const scale of scales.toSorted((a, b) => a - b)) {
    await seed(place.database, there, scale);
    await seedPosts(place.database, there, scale);
    there = scale;
    // What a running process keeps in memory knows nothing of what was seeded behind its back.
    await place.restart();
    await place.look();
    console.log(`\n${scale}x the data, ${engine} database\n${heading}`);
    for (const name of positionals.length > 0 ? positionals : Object.keys(measurements))
      if (!alike.has(name) || scale === Math.min(...scales)) await measure(place, scale, name);
  }
} finally {
  await place.close();
}
keepResults(rows);
console.log(`\n${listPromises(rows).join('\n')}`);

async function measure(place: Place, scale: number, name: string): Promise<void> {
  const found =
    (await measurements[name]?.(place).catch((fault: unknown) => missing(name, fault))) ?? [];
  for (const finding of found) {
    console.log(lineOf(finding));
    rows.push({ name: finding.name, engine, scale, ...rounded(finding) });
  }
}

/** Figures of the other engine stay, and those of measurements that were not picked. */
function keepResults(fresh: Row[]): void {
  const file = fileURLToPath(new URL('results.json', import.meta.url));
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : [];
  const key = (row: Row) => `${row.name} ${row.engine} ${row.scale}`;
  const replaced = new Set(fresh.map(key));
  const stays = kept.filter(
    (row) => !replaced.has(key(row)) && (positionals.length > 0 || row.engine !== engine),
  );
  writeFileSync(file, `${JSON.stringify([...stays, ...fresh], undefined, 2)}\n`);
}

function missing(name: string, fault: unknown): Finding[] {
  console.log(
    `${name} could not be measured: ${fault instanceof Error ? fault.message : String(fault)}`,
  );
  process.exitCode = 1;
  return [];
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
