import { everyMinute, jobWorkers } from './wiring.server.ts';
import { openEar } from '#protocols/activitypub/ear.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Starts to work on every queue: in the web process by default, alone when asked. */
export async function startWorker(services: Services): Promise<void> {
  for (const [name, work] of Object.entries(jobWorkers)) {
    await services.jobs.work(name, (data) => work(services, data));
  }
  openEar(services);
  for (const name of everyMinute) {
    await services.jobs.everyMinute(name);
    await services.jobs.send(services.db, name, {});
  }
}
