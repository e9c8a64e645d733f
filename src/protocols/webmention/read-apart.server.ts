import { Worker } from 'node:worker_threads';
import type { Source } from './read-source.server.ts';
import type { MentionWords } from '#domain/mentions/rules.ts';

const patienceMs = 5000;
const atOnce = 2;
let reading = 0;
const waiting: (() => void)[] = [];

/**
 * Reads a page in a thread of its own with little memory and a deadline: a page can be written so that a parser
 * takes the square of its length for it, and nobody here may wait for that. A page that takes too long, or
 * breaks the parser, says nothing.
 */
export async function readApart(source: Source): Promise<MentionWords | undefined> {
  if (reading >= atOnce) await new Promise<void>((turn) => waiting.push(turn));
  reading += 1;
  try {
    return await inThread(source);
  } finally {
    reading -= 1;
    waiting.shift()?.();
  }
}

function inThread(source: Source): Promise<MentionWords | undefined> {
  const thread = new Worker(new URL('./reading-thread.server.ts', import.meta.url), {
    workerData: source,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
    env: {},
    execArgv: [],
  });
  return new Promise((done) => {
    const finish = (words?: MentionWords) => {
      clearTimeout(deadline);
      done(words);
      void thread.terminate();
    };
    const deadline = setTimeout(finish, patienceMs);
    thread.once('message', (words: MentionWords | null) => finish(words ?? undefined));
    thread.once('error', () => finish());
    thread.once('exit', () => finish());
  });
}
