import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Finding } from './measurement.ts';
import { advise, advisedGrade } from '#domain/boundaries/advise.ts';
import { everySituation, type Facts } from '#domain/boundaries/facts.ts';
import { fanOf } from '#domain/boundaries/fan.ts';
import { loadPacks, packNames, type PackId } from '#domain/boundaries/packs-of.ts';

/** Advice as a phone gives it: for every situation once, from the packs of a psychologist in the United Kingdom. */
export async function measureBoundaries(): Promise<Finding[]> {
  const packs = await loadPacks(['base', 'UK-HCPC', 'PSY']);
  const everyPack = await loadPacks(Object.keys(packNames) as PackId[]);
  const tables = everyPack.map(({ table }) => table);
  const situations = [...everySituation()];
  const asked: Facts[] = situations.map((situation) => ({
    ...situation,
    side: 'professional',
    initiator: situation.starts === 'professional' ? 'me' : 'them',
  }));
  const known = { side: 'professional', channel: 'friend', initiator: 'them' } as const;
  return [
    timed('advice: one decision with its words', asked.length, () =>
      asked.reduce((sum, facts) => sum + advise(packs, facts).reasons.length, 0),
    ),
    timed('advice: one grade', situations.length, () =>
      situations.reduce((sum, situation) => sum + advisedGrade(packs, situation).length, 0),
    ),
    timed('advice: the whole fan', 100, () => {
      let leaves = 0;
      for (let time = 0; time < 100; time++) leaves += fanOf(packs, known).length;
      return leaves;
    }),
    weighed('advice: all packs with every word', everyPack),
    weighed('advice: the tables of all packs', tables),
    weighed('advice: the tables of all packs, gzip', tables, gzipSync),
  ];
}

const none = { cpuMs: null, p50Ms: null, p99Ms: null, limitCpuMs: null, bytes: null };

/** The middle of five rounds after a warm-up; `work` returns something, so that it cannot be left out. */
function timed(name: string, times: number, work: () => number): Finding {
  const rounds: number[] = [];
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    if (work() === 0) throw new Error(`${name} did nothing.`);
    const { user, system } = process.cpuUsage(before);
    if (round > 1) rounds.push((user + system) / 1000 / times);
  }
  return { name, ...none, cpuMs: rounds.toSorted((one, other) => one - other)[2] ?? null };
}

function weighed(
  name: string,
  what: unknown,
  compress: (text: string) => Uint8Array = brotliCompressSync,
): Finding {
  return { name, ...none, bytes: compress(JSON.stringify(what)).byteLength };
}
