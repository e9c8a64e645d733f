import type { Jobs } from '#platform/jobs.server.ts';
import type { Services } from '#platform/services.server.ts';
import { sendLetter } from '#domain/people/letters.server.ts';
import { forgetWhatIsOver } from '#domain/people/tidy.server.ts';
import { askQuestionsDue } from '#domain/club/chat-clockwork.server.ts';
import { moveMonthsDue } from '#domain/club/clockwork.server.ts';
import { removePictureFiles } from '#domain/club/pictures.server.ts';

/** What a worker does with a job of each name. A handler may run twice: doing it again changes nothing. */
export const jobWorkers = {
  letter: sendLetter,
  'forget-what-is-over': forgetWhatIsOver,
  'months-due': tendMonths,
  'remove-pictures': removePictureFiles,
} satisfies Record<string, (services: Services, data: never) => Promise<void>>;

/** Months move first, so that minute 0 of a chat finds its month live. */
async function tendMonths(services: Services, data: object): Promise<void> {
  await moveMonthsDue(services, data);
  await askQuestionsDue(services);
}

/** Jobs that the clock sends every minute. */
export const everyMinute = ['months-due', 'forget-what-is-over'] as const;

/** Makes every queue known, so that any process can send. */
export async function openQueues(jobs: Jobs): Promise<void> {
  for (const name of Object.keys(jobWorkers)) await jobs.queue(name);
}
