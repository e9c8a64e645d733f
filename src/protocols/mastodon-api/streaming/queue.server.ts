import type { Telling } from './news.server.ts';
import type { Wake } from '#platform/live.server.ts';
import type { Log } from '#platform/log.server.ts';

/**
 * Works on wakes one after the other, in the order in which they came, so that nobody hears of a change
 * before the line. Beyond `most` that wait, new ones are left out: apps read again what they missed.
 */
export function queueWakes(
  tellings: Readonly<Record<string, Telling>>,
  { log, before, most = 1000 }: { log: Log; before: () => Promise<unknown>; most?: number },
): (wake: Wake) => void {
  const waiting: Wake[] = [];
  let working = false;
  const work = async () => {
    working = true;
    for (let wake = waiting.shift(); wake; wake = waiting.shift()) {
      try {
        await before();
        await tellings[wake.kind]?.(wake);
      } catch (fault) {
        log.error({ err: fault }, 'a stream was not told what happened');
      }
    }
    working = false;
  };
  return (wake) => {
    if (!Object.hasOwn(tellings, wake.kind) || waiting.length >= most) return;
    waiting.push(wake);
    if (!working) void work();
  };
}
