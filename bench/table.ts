import type { Finding, Row } from './measurement.ts';

const widths = [42, 9, 9, 9, 7, 9, 9, 10];

/** The first line of the table. */
export const heading = columns([
  '',
  'CPU ms',
  'database',
  'limit',
  'ratio',
  'p50 ms',
  'p99 ms',
  'bytes',
]);

/** A finding as a line of the table; what does not apply stays empty. */
export function lineOf(finding: Finding): string {
  const { name, cpuMs, databaseMs, limitCpuMs, p50Ms, p99Ms, bytes } = finding;
  const ratio = cpuMs !== null && limitCpuMs ? `${(cpuMs / limitCpuMs).toFixed(1)}x` : '';
  return columns([
    name,
    figure(cpuMs),
    figure(databaseMs),
    figure(limitCpuMs),
    ratio,
    figure(p50Ms),
    figure(p99Ms),
    weight(bytes),
  ]);
}

/** A row with figures as fine as they can be trusted. */
export function rounded<R extends Omit<Row, 'name' | 'engine' | 'scale'>>(row: R) {
  const fine = (value: number | null) => value && Number(value.toPrecision(3));
  return {
    cpuMs: fine(row.cpuMs),
    p50Ms: fine(row.p50Ms),
    p99Ms: fine(row.p99Ms),
    limitCpuMs: fine(row.limitCpuMs),
    bytes: row.bytes && Math.round(row.bytes),
  };
}

function columns(cells: string[]): string {
  return cells
    .map((cell, place) =>
      place === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[place] ?? 0),
    )
    .join('')
    .trimEnd();
}

function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}

function weight(bytes: number | null): string {
  if (bytes === null) return '';
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
