import { parentPort, workerData } from 'node:worker_threads';
import { readSource, type Source } from './read-source.server.ts';

// The whole program of a thread that reads one page and ends.
parentPort?.postMessage((await readSource(workerData as Source)) ?? null);
