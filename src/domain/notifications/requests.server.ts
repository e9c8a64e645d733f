import { sql, type SQL } from 'drizzle-orm';
import { shownTo, type Sought } from './notifications.server.ts';
import { notification, notificationPermission, notificationRequest } from './schema.server.ts';
import { withoutThem } from './unheard.server.ts';
import { acceptFrom } from '#domain/messages/keep.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** Somebody whose notifications wait: how many, since when, and the newest post among them; of a message nothing. */
export interface Request {
  id: string;
  fromId: string;
  count: number;
  lastPostId: string | null;
  created: Date;
  updated: Date;
}

/**
 * Those whose notifications wait for the viewer's word, newest first; `withoutMessages` as far as something
 * else than a message waits.
 */
export async function listRequests(
  ctx: Ctx,
  window: Window,
  sought: Pick<Sought, 'withoutMessages'> = {},
): Promise<Request[]> {
  const end = sql`${inOrder(sql`r.id`, window)} limit ${window.limit}`;
  return newestFirst(await read(ctx, within(sql`r.id`, window), end, sought), window);
}

/** One of them; nothing for another's. */
export async function findRequest(ctx: Ctx, id: string): Promise<Request | undefined> {
  if (!isId(id)) return undefined;
  return (await read(ctx, sql`r.id = ${id}`, sql``))[0];
}

async function read(
  ctx: Ctx,
  which: SQL,
  end: SQL,
  sought: Pick<Sought, 'withoutMessages'> = {},
): Promise<Request[]> {
  if (!ctx.viewer) return [];
  const { personId } = ctx.viewer;
  const { rows } = await ctx.db.execute<Row>(sql`
    select r.id::text, r.from_id::text as "fromId", w.count, w.last as "lastPostId",
      to_json(w.first) as created, to_json(r.updated) as updated
    from ${notificationRequest} r cross join lateral (
      select count(*)::int as count, max(n.post_id) filter (where not exists (
        select from post q where q.id = n.post_id and q.visibility = 'direct'))::text as last, min(n.created) as first
      from ${notification} n where n.from_id = r.from_id and n.filtered
        and ${shownTo(ctx, personId, { ...sought, filtered: true })}) w
    where r.person_id = ${personId} and w.count > 0 and ${which}
      and ${withoutThem(sql`r.person_id`, sql`r.from_id`, ctx.clock.now())} ${end}`);
  return rows.map(({ created, updated, ...row }) => ({
    ...row,
    created: new Date(created),
    updated: new Date(updated),
  }));
}

type Row = Omit<Request, 'created' | 'updated'> & {
  created: string;
  updated: string;
} & Record<string, unknown>;

/**
 * Lets people through: what waited of theirs is shown, and nothing waits any more. Their own requests only;
 * others are left as they are. How many there were.
 */
export async function acceptRequests(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const { viewer } = ctx;
  if (!viewer) return 0;
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    const people = await take(tx, personId, ids);
    await letThrough(tx, personId, people);
    await acceptFrom(tx, personId, people);
    return people.length;
  });
}

/** Lets these people through to a person: what waited of theirs is shown, and nothing waits any more. */
export async function letThrough(tx: Tx, personId: string, people: string[]): Promise<void> {
  if (people.length === 0) return;
  await tx.db
    .insert(notificationPermission)
    .values(people.map((fromId) => ({ personId, fromId })))
    .onConflictDoNothing();
  const theirs = sql`person_id = ${personId} and from_id = any(${sql.param(people)}::bigint[])`;
  await tx.db.execute(sql`update ${notification} set filtered = false where ${theirs}`);
  await tx.db.execute(sql`delete from ${notificationRequest} where ${theirs}`);
  tx.wake({ kind: 'notificationsMerged', id: personId });
}

/** Removes what waits of people, without a word to them. What comes from them later waits again. */
export async function dismissRequests(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const { viewer } = ctx;
  if (!viewer) return 0;
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    const people = await take(tx, personId, ids);
    await tx.db.execute(sql`delete from ${notification} where person_id = ${personId} and filtered
      and from_id = any(${sql.param(people)}::bigint[])`);
    return people.length;
  });
}

async function take(tx: Pick<Ctx, 'db'>, personId: string, ids: readonly string[]) {
  const known = ids.filter(isId).slice(0, 1000);
  const { rows } = await tx.db.execute<{ id: string }>(sql`delete from ${notificationRequest}
    where person_id = ${personId} and id = any(${sql.param(known)}::bigint[])
    returning from_id::text as id`);
  return rows.map(({ id }) => id);
}
