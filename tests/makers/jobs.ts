import type { World } from '../world.ts';
import type { Services } from '#platform/services.server.ts';
import { jobWorkers } from '#wiring.server.ts';

/** Does the jobs that wait, as a worker would, and those that they send; the oldest first. */
export async function workOff({ services }: World): Promise<void> {
  for (;;) {
    const { rows } = await services.pool.query<{ id: string; name: string; data: object }>(
      `select id, name, data from pgboss.job where state = 'created' and start_after <= now()
        and name not like '%.dead' order by created_on, id`,
    );
    if (rows.length === 0) return;
    for (const { id, name, data } of rows) {
      const work = jobWorkers[name as keyof typeof jobWorkers];
      await (work as (services: Services, data: object) => Promise<void>)(services, data);
      await services.pool.query('delete from pgboss.job where id = $1', [id]);
    }
  }
}
