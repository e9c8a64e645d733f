import { refuse } from './errors.ts';
import type { Clock } from '#platform/clock.server.ts';

const windowMs = 5 * 60 * 1000;
const mostKnown = 50_000;

/** How often one side may still call: counted in this process, in fixed windows of five minutes. */
export interface Throttle {
  /** Counts a call. `take` gives the answer for one too many, `mark` writes what is left on any other. */
  take(key: string, most: number): { refused?: Response; mark(answer: Response): Response };
}

/** Calls are counted by person, or by address where nobody is known. */
export function makeThrottle(clock: Clock): Throttle {
  let until = 0;
  const counts = new Map<string, number>();
  return {
    take(key, most) {
      const now = clock.now().getTime();
      if (now >= until) {
        counts.clear();
        until = now + windowMs;
      }
      if (counts.size >= mostKnown) counts.clear();
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const mark = (answer: Response) => {
        answer.headers.set('x-ratelimit-limit', String(most));
        answer.headers.set('x-ratelimit-remaining', String(Math.max(0, most - count)));
        answer.headers.set('x-ratelimit-reset', new Date(until).toISOString());
        return answer;
      };
      if (count <= most) return { mark };
      const seconds = String(Math.ceil((until - now) / 1000));
      const refused = refuse(429, 'Too many requests', { headers: { 'retry-after': seconds } });
      return { refused: mark(refused), mark };
    },
  };
}
