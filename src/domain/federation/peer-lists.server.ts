import { and, asc, eq, gt, like, sql } from 'drizzle-orm';
import { asHost } from './hosts.ts';
import { readHostList, writeHostList, type BadLine, type ListedHost } from './peer-list-words.ts';
import { peerRule } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/** Which list: servers with which nothing is exchanged, or the only ones with which anything is. */
export type Rule = 'block' | 'allow';

/** Only the operator's; `noHost`: that is no name of a server. */
export type ListRefused = { refused: 'gone' | 'noHost' };

/** How many servers stand on a page of a list. */
export const hostsAtOnce = 50;

/** A page of a list, by name; `after` is the last name of the page before. Refuses `gone` to all but the operator. */
export async function listRules(
  { db, viewer }: Ctx,
  { rule, after = '', look = '' }: { rule: Rule; after?: string; look?: string },
): Promise<ListedHost[] | ListRefused> {
  if (!viewer?.operator) return { refused: 'gone' };
  const begins = `${look.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select({ host: peerRule.host, reason: peerRule.reason })
    .from(peerRule)
    .where(and(eq(peerRule.rule, rule), gt(peerRule.host, after), like(peerRule.host, begins)))
    .orderBy(asc(peerRule.host))
    .limit(hostsAtOnce);
}

/**
 * Puts a server onto a list; it is on one of them at most. Blocking ends everything with it: what waits for it is
 * given up, and its people with all that came from them are removed, soon after. Unblocking brings nothing back.
 */
export async function setRule(
  ctx: Ctx,
  { rule, host: typed, reason = '' }: { rule: Rule; host: string; reason?: string },
): Promise<ListRefused | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const host = asHost(typed);
  if (!host) return { refused: 'noHost' };
  await inTransaction(ctx, async (tx) => {
    await putOnto(tx, rule, [{ host, reason: reason.trim().slice(0, 500) }]);
    await writeAudit(tx, { act: `${rule}-server`, subject: host });
    await rulesChanged(tx);
  });
  return undefined;
}

/** Takes a server off its list. */
export async function dropRule(ctx: Ctx, host: string): Promise<ListRefused | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  await inTransaction(ctx, async (tx) => {
    const [gone] = await tx.db.delete(peerRule).where(eq(peerRule.host, host)).returning();
    if (gone) await writeAudit(tx, { act: `un${gone.rule}-server`, subject: host });
    await rulesChanged(tx);
  });
  return undefined;
}

/** What came of bringing a list: how many servers are new on it, and which lines were left out. */
export interface Imported {
  added: number;
  there: number;
  bad: BadLine[];
  /** Of a list of allowed servers, those that are blocked: they stay so. */
  blocked: string[];
}

/** Adds a list, as `readHostList` reads it. What is on the list stays there; nothing is ever let in by a list. */
export async function importRules(
  ctx: Ctx,
  { rule, text }: { rule: Rule; text: string },
): Promise<Imported | ListRefused> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { hosts, bad } = readHostList(text);
  return inTransaction(ctx, async (tx) => {
    const known = await tx.db.select({ host: peerRule.host, rule: peerRule.rule }).from(peerRule);
    const listed = new Map(known.map((one) => [one.host, one.rule]));
    const blocked = hosts.filter(({ host }) => rule === 'allow' && listed.get(host) === 'block');
    const fresh = hosts.filter((one) => listed.get(one.host) !== rule && !blocked.includes(one));
    await putOnto(tx, rule, fresh);
    await writeAudit(tx, { act: `${rule}-servers`, detail: { servers: fresh.length } });
    await rulesChanged(tx);
    const there = hosts.length - fresh.length - blocked.length;
    return { added: fresh.length, there, bad, blocked: blocked.map(({ host }) => host) };
  });
}

/** A whole list as a file that other servers read too. */
export async function exportRules({ db, viewer }: Ctx, rule: Rule): Promise<string | ListRefused> {
  if (!viewer?.operator) return { refused: 'gone' };
  const { host, reason } = peerRule;
  const hosts = await db
    .select({ host, reason })
    .from(peerRule)
    .where(eq(peerRule.rule, rule))
    .orderBy(asc(host));
  return writeHostList(rule, hosts);
}

async function putOnto(tx: Tx, rule: Rule, hosts: readonly ListedHost[]): Promise<void> {
  const names = sql.param(hosts.map(({ host }) => host));
  const reasons = sql.param(hosts.map(({ reason }) => reason));
  await tx.db.execute(sql`insert into peer_rule (host, rule, reason, by, since)
    select host, ${rule}, reason, ${tx.viewer?.personId}::bigint, ${tx.clock.now()}
    from unnest(${names}::text[], ${reasons}::text[]) as listed (host, reason)
    on conflict (host) do update set rule = excluded.rule, reason = excluded.reason,
      by = excluded.by, since = excluded.since`);
}

/** Every process reads the rules anew, and a job does what follows from them. */
async function rulesChanged(tx: Tx): Promise<void> {
  tx.wake({ kind: 'peers', id: 'rules' });
  await tx.jobs.send(tx.db, 'leave-servers', {});
}
