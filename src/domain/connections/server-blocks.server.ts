import { and, eq, sql } from 'drizzle-orm';
import { endFollow } from './follows.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { domainBlock } from './schema.server.ts';
import { asServer } from '#domain/people/handle.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * Blocks a server, by its host name, for oneself: nobody of it appears to the viewer, nor the viewer to them. Who
 * followed whom between them ends soon after. Refuses what is no host name.
 */
export async function blockDomain(
  ctx: Ctx,
  name: string,
): Promise<{ refused: 'signIn' | 'noHost' } | undefined> {
  if (!ctx.viewer) return { refused: 'signIn' };
  const domain = hostIn(name);
  if (!domain?.includes('.')) return { refused: 'noHost' };
  const { personId } = ctx.viewer;
  return inTransaction(ctx, async (tx) => {
    await tx.db
      .insert(domainBlock)
      .values({ personId, domain, since: tx.clock.now() })
      .onConflictDoNothing();
    tx.wake({ kind: 'block', id: personId });
    await tx.jobs.send(tx.db, 'part-from-server', { personId, domain });
    return undefined;
  });
}

/** Takes the block of a server back. Follows that it ended do not come back by themselves. */
export async function unblockDomain(ctx: Ctx, name: string): Promise<void> {
  const domain = hostIn(name);
  if (!ctx.viewer || !domain) return;
  const { personId } = ctx.viewer;
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .delete(domainBlock)
      .where(and(eq(domainBlock.personId, personId), eq(domainBlock.domain, domain)));
    tx.wake({ kind: 'block', id: personId });
  });
}

function hostIn(name: string): string | undefined {
  return asServer(name.trim().toLowerCase());
}

type Pair = { followerId: string; followeeId: string };

/**
 * The job after it: ends the follows, and what was asked, between somebody and the people of a server that they have
 * blocked. Each by itself, so that nobody waits for all; who took the block back meanwhile keeps the rest.
 */
export async function partFromServer(
  services: Services,
  { personId, domain }: { personId: string; domain: string },
): Promise<void> {
  const ctx = { ...services, viewer: null };
  const tried = new Set<string>();
  for (;;) {
    const pairs = await findPairs(services, personId, domain);
    const fresh = pairs.filter((pair) => !tried.has(keyOf(pair)));
    if (fresh.length === 0) return;
    for (const pair of fresh) {
      tried.add(keyOf(pair));
      await inTransaction(ctx, async (tx) => {
        await lockPair(tx, pair.followerId, pair.followeeId);
        await endFollow(tx, pair.followerId, pair.followeeId);
      });
    }
  }
}

const keyOf = ({ followerId, followeeId }: Pair) => `${followerId} ${followeeId}`;

async function findPairs({ db }: Services, personId: string, domain: string): Promise<Pair[]> {
  const { rows } = await db.execute<Pair>(sql`
    select f.one::text as "followerId", f.other::text as "followeeId" from (
      select t.follower_id as one, t.followee_id as other, t.followee_id as away from follow t where t.follower_id = ${personId}
      union all select t.follower_id, t.followee_id, t.follower_id from follow t where t.followee_id = ${personId}
      union all select t.asker_id, t.asked_id, t.asked_id from follow_request t where t.asker_id = ${personId}
      union all select t.asker_id, t.asked_id, t.asker_id from follow_request t where t.asked_id = ${personId}) f
    join person p on p.id = f.away and p.host = ${domain}
    where exists (select from ${domainBlock} d where d.person_id = ${personId} and d.domain = ${domain})
    limit 100`);
  return rows;
}
