import { sql } from 'drizzle-orm';
import { delayOf } from './inner/delay.ts';
import type { Ctx } from '#platform/ctx.server.ts';

type Parts = Pick<Ctx, 'db' | 'clock'>;

/** How requests are proved; every server knows one of them at least. */
export type SignsBy = 'rfc9421' | 'draft-cavage-http-signatures-12';

/**
 * The right to send to one server, which nobody else has until it ends. `failures`: in a row until now;
 * `doubtful`: it failed last, or never took anything; `took`: it had something of us under this lease.
 */
export interface Lease {
  host: string;
  until: Date;
  failures: number;
  doubtful: boolean;
  took: boolean;
  signsBy: SignsBy | null;
}

/** One activity for one inbox. `sealedKey` is empty while its sender has no keys. */
export interface Delivery {
  id: string;
  outgoingId: string;
  inbox: string;
  senderUri: string;
  sealedKey: string;
  body: Record<string, unknown>;
}

const leaseMs = 60_000;

/**
 * Takes leases of servers for which something waits and which may be tried now: those that took the last one
 * first. Of the others, who never answered or failed last, no more than `doubtful`: servers that do not answer
 * must not keep away from those that do.
 */
export async function claimPeers(
  { db, clock }: Parts,
  { all, doubtful }: { all: number; doubtful: number },
): Promise<Lease[]> {
  const now = clock.now();
  const free = sql`p.stopped is null and (p.resumes is null or p.resumes <= ${now})
    and (p.busy_until is null or p.busy_until <= ${now})`;
  const until = new Date(now.getTime() + leaseMs);
  // What makes a server free is asked again as its row is locked: somebody may have taken it in between.
  const { rows } = await db.execute<Omit<Lease, 'until' | 'took'>>(sql`
    with due as (
      select host, doubtful, row_number() over (partition by doubtful order by resumes nulls first, host) as place
      from (select p.host, p.resumes, p.failures > 0 or p.succeeded is null as doubtful from peer p
        where ${free} and exists (select from delivery d where d.host = p.host)) as waiting
    ), picked as (
      select p.host from peer p join due on due.host = p.host
      where ${free} and (not doubtful or place <= ${doubtful})
      order by doubtful, place limit ${all} for update of p skip locked
    )
    update peer p set busy_until = ${until} from picked where p.host = picked.host
    returning p.host, p.failures, p.failures > 0 or p.succeeded is null as doubtful, p.signs_by as "signsBy"`);
  return rows.map((row) => ({ ...row, until, took: false }));
}

/**
 * What is next for the server of this lease, in order; the lease lasts on. Nothing when the operator has
 * stopped it, or when the lease has ended and is somebody else's.
 */
export async function nextDeliveries(
  { db, clock }: Parts,
  lease: Lease,
  most: number,
): Promise<Delivery[]> {
  const until = new Date(clock.now().getTime() + leaseMs);
  const { rows } = await db.execute<{ [K in keyof Delivery]: Delivery[K] }>(sql`
    with mine as (
      update peer set busy_until = ${until}
      where host = ${lease.host} and busy_until = ${lease.until} and stopped is null returning host
    )
    select d.id::text, d.outgoing_id::text as "outgoingId", d.inbox, o.sender_uri as "senderUri",
      o.sealed_key as "sealedKey", o.body
    from mine join delivery d on d.host = mine.host join outgoing o on o.id = d.outgoing_id
    order by d.id limit ${most}`);
  if (rows.length > 0) lease.until = until;
  return rows;
}

/** The server has it. A process that is killed before this sends it again: who receives it knows its id. */
export async function noteTaken({ db }: Parts, delivery: Delivery): Promise<void> {
  await db.execute(sql`delete from delivery where id = ${delivery.id}`);
}

/** The server will not have it, now or ever: it is given up and counted. */
export async function noteRefused(
  { db, clock }: Parts,
  { host }: Lease,
  { id, fault }: { id: string; fault: string },
): Promise<void> {
  await db.execute(sql`with gone as (delete from delivery where id = ${id})
    update peer set dropped = dropped + 1, last_fault = ${fault}, failed = ${clock.now()} where host = ${host}`);
}

/** The server does not answer, or not now: it is left alone for a while, longer each time, and the lease ends. */
export async function noteFailed(
  { db, clock }: Parts,
  lease: Lease,
  { id, fault, atLeastMs }: { id: string; fault: string; atLeastMs: number },
): Promise<void> {
  const now = clock.now();
  const resumes = new Date(now.getTime() + delayOf(lease.failures + 1, atLeastMs));
  await db.execute(sql`
    with tried as (update delivery set tries = tries + 1 where id = ${id})
    update peer set failures = ${lease.failures + 1}, last_fault = ${fault}, failed = ${now},
      resumes = ${resumes}, ${known(lease, now)}
    where host = ${lease.host} and busy_until = ${lease.until}`);
}

/** Ends a lease. Whoever `answered` is there, which ends every wait. */
export async function endLease(
  { db, clock }: Parts,
  lease: Lease,
  answered: boolean,
): Promise<void> {
  const there = answered ? sql`failures = 0, resumes = null,` : sql``;
  await db.execute(sql`update peer set ${there} ${known(lease, clock.now())}
    where host = ${lease.host} and busy_until = ${lease.until}`);
}

/** What a lease has found out of a server; with it the lease is over. */
function known({ signsBy, took }: Lease, now: Date) {
  return sql`busy_until = null, signs_by = coalesce(${signsBy}, signs_by),
    succeeded = case when ${took} then ${now}::timestamptz else succeeded end`;
}
