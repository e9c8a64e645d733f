import { inArray, sql } from 'drizzle-orm';
import { readPeerRules } from './peers.server.ts';
import { remotePerson } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const atOnce = 100;

/**
 * The job that follows a change of the lists. What waits for a server that nothing is sent to any more is given up;
 * of blocked servers every person is removed with all that came from them, `remove` one at a time: who follows them
 * and whom they follow, what they wrote and marked. Many are removed in several goes.
 */
export async function leaveServers(
  services: Services,
  remove: (ctx: Ctx, personId: string) => Promise<void>,
): Promise<void> {
  const ctx = { ...services, viewer: null };
  const rules = await readPeerRules(ctx);
  const waiting = await hostsOf(ctx, 'delivery');
  await dropDeliveries(
    ctx,
    waiting.filter((host) => !rules.allows(host)),
  );
  const blocked = (await hostsOf(ctx, 'remote_person')).filter((host) => rules.blocks(host));
  const people = await ctx.db
    .select({ id: remotePerson.personId })
    .from(remotePerson)
    .where(inArray(remotePerson.host, blocked))
    .limit(atOnce);
  for (const { id } of people) await remove(ctx, id);
  if (people.length === atOnce) await ctx.jobs.send(ctx.db, 'leave-servers', {});
}

async function hostsOf({ db }: Ctx, from: 'delivery' | 'remote_person'): Promise<string[]> {
  const { rows } = await db.execute<{ host: string }>(
    sql`select distinct host from ${sql.identifier(from)}`,
  );
  return rows.map(({ host }) => host);
}

async function dropDeliveries({ db }: Ctx, hosts: string[]): Promise<void> {
  await db.execute(sql`delete from delivery where host = any(${sql.param(hosts)}::text[])`);
}
