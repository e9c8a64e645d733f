import type { Place } from './place.ts';

/** One line of `bench/results.json`. What does not apply is null. */
export interface Row {
  name: string;
  engine: 'embedded' | 'server';
  /** How many times the data of the smallest place. */
  scale: number;
  /** CPU milliseconds of the web process and the database together, a request (or a start, or a post). */
  cpuMs: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
  /** The same bytes from a bare Node server, in the same minute on the same machine. */
  limitCpuMs: number | null;
  /** What travelled (compressed when it was), or the memory that was held. */
  bytes: number | null;
}

/** What a measurement says; `databaseMs` is the database's part of `cpuMs` and is only printed. */
export interface Finding extends Omit<Row, 'engine' | 'scale'> {
  databaseMs?: number;
}

/** Something that is measured in a seeded place. */
export type Measurement = (place: Place) => Promise<Finding[]>;

/** The middle of some numbers; 0 of none. */
export function median(numbers: number[]): number {
  return quantile(numbers, 0.5);
}

/** The number under which a share of all numbers lies; 0 of none. */
export function quantile(numbers: number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
