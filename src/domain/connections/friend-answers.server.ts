import { and, eq, sql } from 'drizzle-orm';
import { lapsedIfSentBy } from './friend-request-rules.ts';
import { friendRequest, friendRequestArrival as arrival } from './friends-schema.server.ts';
import { befriend } from './inner/befriend.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { meet } from './meet.server.ts';
import { unblocked } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

type Refused = { refused: 'signIn' | 'gone' };

/** A request that has reached the viewer. `note` is what the asker wrote; those in the tray come without. */
export interface ReachedRequest {
  id: string;
  askerId: string;
  note: string;
  sent: Date;
}

const mostListed = 200;

/** The requests that wait before the viewer, the newest first. */
export function listRequestsToMe(ctx: Ctx): Promise<ReachedRequest[]> {
  return listArrived(ctx, 'delivered');
}

/** The viewer's tray: requests that they let be held, and those they put there. Nobody else ever sees it. */
export async function listHeldRequests(ctx: Ctx): Promise<ReachedRequest[]> {
  return (await listArrived(ctx, 'held')).map((request) => ({ ...request, note: '' }));
}

async function listArrived(ctx: Ctx, place: 'delivered' | 'held'): Promise<ReachedRequest[]> {
  const { viewer, db } = ctx;
  if (!viewer) return [];
  const { id, askerId, note, sent } = friendRequest;
  return db
    .select({ id, askerId, note, sent })
    .from(arrival)
    .innerJoin(friendRequest, eq(friendRequest.id, arrival.requestId))
    .where(and(eq(arrival.personId, viewer.personId), eq(arrival.place, place), waits(ctx)))
    .orderBy(sql`${arrival.requestId} desc`)
    .limit(mostListed);
}

/** How many requests wait before the viewer, counted up to a hundred. Those in the tray are not counted. */
export async function countRequestsToMe(ctx: Ctx): Promise<number> {
  if (!ctx.viewer) return 0;
  const { rows } = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from (
    select from ${arrival} join ${friendRequest} on ${friendRequest.id} = ${arrival.requestId}
    where ${arrival.personId} = ${ctx.viewer.personId} and ${arrival.place} = 'delivered' and ${waits(ctx)}
    limit 100) as waiting`);
  return rows[0]?.n ?? 0;
}

/** Whether a request still waits, between two who are not kept apart. */
function waits({ clock, viewer }: Ctx) {
  return sql`(${friendRequest.withdrawn} is null and ${friendRequest.yes} is null
    and ${friendRequest.sent} > ${lapsedIfSentBy(clock.now())}
    and ${unblocked(viewer ?? '0', friendRequest.askerId)})`;
}

/** Says yes to a request that has reached the viewer, also from the tray: the two are friends. Refuses `gone`. */
export async function acceptRequest(ctx: Ctx, requestId: string): Promise<Refused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const known = await findArrived(tx, requestId);
    if (!known) return { refused: 'gone' as const };
    await lockPair(tx, viewer.personId, known.askerId);
    // Looked at again under the lock: it may have been taken back, or one have blocked the other.
    const request = await findArrived(tx, requestId, { locked: true });
    if (!request || !(await meet(tx, request.askerId))) return { refused: 'gone' as const };
    await befriend(tx, viewer.personId, request.askerId);
    return undefined;
  });
}

/** "Not now": puts a request into the viewer's tray, where it waits until it lapses. Nobody is told. */
export function setAside(ctx: Ctx, requestId: string): Promise<Refused | undefined> {
  return move(ctx, requestId, 'held');
}

/** Takes a request out of the tray and before the viewer again, with its note. */
export function bringBack(ctx: Ctx, requestId: string): Promise<Refused | undefined> {
  return move(ctx, requestId, 'delivered');
}

async function move(
  ctx: Ctx,
  requestId: string,
  place: 'delivered' | 'held',
): Promise<Refused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const request = await findArrived(tx, requestId, { locked: true });
    if (!request) return { refused: 'gone' as const };
    await tx.db.update(arrival).set({ place }).where(eq(arrival.requestId, requestId));
    if (place === 'held')
      await announce(tx, 'friendAskGone', { askerId: request.askerId, askedId: viewer.personId });
    return undefined;
  });
}

async function findArrived(tx: Tx, requestId: string, { locked = false } = {}) {
  if (!tx.viewer || !isId(requestId)) return undefined;
  const mine = and(
    eq(arrival.requestId, requestId),
    eq(arrival.personId, tx.viewer.personId),
    waits(tx),
  );
  const found = tx.db
    .select({ askerId: friendRequest.askerId })
    .from(arrival)
    .innerJoin(friendRequest, eq(friendRequest.id, arrival.requestId))
    .where(mine);
  return (await (locked ? found.for('update') : found))[0];
}
