import { eq, sql } from 'drizzle-orm';
import { readPeerRules } from './peers.server.ts';
import { peer } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** A server that we know, for whoever looks after this place. Times are instants; `fault` is a status or a coarse word. */
export interface KnownServer {
  host: string;
  waiting: number;
  dropped: number;
  failures: number;
  fault: string | null;
  succeeded: Date | null;
  resumes: Date | null;
  stopped: Date | null;
  blocked: boolean;
}

/** How many servers stand on a page. */
export const serversAtOnce = 50;

/** Servers by name; `trouble`: only those that fail now or were stopped. Refuses `gone` to all but the operator. */
export async function listServers(
  ctx: Ctx,
  { after = '', look = '', trouble = false }: { after?: string; look?: string; trouble?: boolean },
): Promise<KnownServer[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const begins = `${look.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const some = trouble ? sql`and (p.failures > 0 or p.stopped is not null)` : sql``;
  const { rows } = await ctx.db.execute<{ host: string }>(sql`select p.host from peer p
    where p.host > ${after} and p.host like ${begins} ${some} order by p.host limit ${serversAtOnce}`);
  const hosts = rows.map(({ host }) => host);
  const rules = await readPeerRules(ctx);
  const found = await ctx.db
    .select({
      ...{ host: peer.host, dropped: peer.dropped, failures: peer.failures, fault: peer.lastFault },
      ...{ succeeded: peer.succeeded, resumes: peer.resumes, stopped: peer.stopped },
      waiting: sql<number>`(select count(*)::int from delivery d where d.host = peer.host)`,
    })
    .from(peer)
    .where(sql`${peer.host} = any(${sql.param(hosts)}::text[])`)
    .orderBy(peer.host);
  return found.map((row) => ({ ...row, blocked: rules.blocks(row.host) }));
}

/** How much waits, for how many servers, and how many of them fail: for `doctor` and the operator's first look. */
export async function countWaiting({
  db,
}: Pick<Ctx, 'db'>): Promise<{ activities: number; servers: number; failing: number }> {
  const { rows } = await db.execute<{ activities: number; servers: number; failing: number }>(sql`
    select (select count(*)::int from delivery) as activities,
      (select count(distinct host)::int from delivery) as servers,
      (select count(*)::int from peer where failures > 0) as failing`);
  return rows[0] ?? { activities: 0, servers: 0, failing: 0 };
}

/** Sends nothing more to a server until it is resumed; what waits longer than a week is given up. */
export const stopServer = (ctx: Ctx, host: string) => mark(ctx, host, 'stop-server');

/** Sends to a server again, and tries it at once. */
export const resumeServer = (ctx: Ctx, host: string) => mark(ctx, host, 'resume-server');

async function mark(
  ctx: Ctx,
  host: string,
  act: 'stop-server' | 'resume-server',
): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const set =
      act === 'stop-server' ? { stopped: tx.clock.now() } : { stopped: null, resumes: null };
    const done = await tx.db.update(peer).set(set).where(eq(peer.host, host)).returning();
    if (done.length === 0) return { refused: 'gone' as const };
    await writeAudit(tx, { act, subject: host });
    await tx.jobs.send(tx.db, 'deliver', {});
    return undefined;
  });
}
