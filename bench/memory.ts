import type { Finding, Measurement } from './measurement.ts';

/** What both hold after all that was measured before. */
export const measureMemory: Measurement = async (place) => memoryNow(place, 'after the load');

/** Memory of the web process and of the database, in bytes. */
export function memoryNow({ memory }: Parameters<Measurement>[0], when: string): Finding[] {
  const { web, database } = memory();
  const none = { cpuMs: null, p50Ms: null, p99Ms: null, limitCpuMs: null };
  return [
    { name: `memory of the web process ${when}`, ...none, bytes: web },
    { name: `memory of the database ${when}`, ...none, bytes: database },
  ];
}
