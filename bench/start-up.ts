import type { Measurement } from './measurement.ts';

/** From the start of the process until pages are served, on a database that is there: the better and the worse of two. */
export const measureStartUp: Measurement = async (place) => {
  const starts: { ms: number; cpuMs: number }[] = [];
  for (let time = 0; time < 2; time++) starts.push(await place.restart());
  return [
    {
      name: 'start-up',
      cpuMs: Math.min(...starts.map(({ cpuMs }) => cpuMs)),
      p50Ms: Math.min(...starts.map(({ ms }) => ms)),
      p99Ms: Math.max(...starts.map(({ ms }) => ms)),
      limitCpuMs: null,
      bytes: null,
    },
  ];
};
