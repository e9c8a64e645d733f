import type { Jobs } from '#platform/jobs.server.ts';
import type { Services } from '#platform/services.server.ts';
import { sendLetter } from '#domain/people/letters.server.ts';
import { moveMonthsDue } from '#domain/club/clockwork.server.ts';

/** What a worker does with a job of each name. A handler may run twice: doing it again changes nothing. */
export const jobWorkers = {
  letter: sendLetter,
  'months-due': moveMonthsDue,
} satisfies Record<string, (services: Services, data: never) => Promise<void>>;

/** Jobs that the clock sends every minute. */
export const everyMinute = ['months-due'] as const;

/** Makes every queue known, so that any process can send. */
export async function openQueues(jobs: Jobs): Promise<void> {
  for (const name of Object.keys(jobWorkers)) await jobs.queue(name);
}
