import { eq, sql } from 'drizzle-orm';
import { askedAgainIfSentBy, isOpen, lapsedIfSentBy, placeOf } from './friend-request-rules.ts';
import { friendRequest, friendRequestArrival as arrival } from './friends-schema.server.ts';
import { metByRequest, type SharesClub } from './inner/met-by-request.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The job after each act of an asker: lays a request where the asked's own settings say (before them, into
 * their tray, nowhere), or takes away what they had of it when it does not wait any more. The only place that
 * reads holds, blocks and ages for a request; what it finds is told to nobody but the asked.
 */
export async function settleFriendRequest(
  services: Services,
  { requestId }: { requestId: string },
  sharesClub: SharesClub,
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const [known] = await tx.db.select().from(friendRequest).where(eq(friendRequest.id, requestId));
    if (!known) return;
    await lockPair(tx, known.askerId, known.askedId);
    const [row] = await tx.db.select().from(friendRequest).where(eq(friendRequest.id, requestId));
    if (!row) return;
    if (isOpen(row, tx.clock.now())) await deliver(tx, row, sharesClub);
    else await takeAway(tx, [row]);
  });
}

async function deliver(tx: Tx, row: typeof friendRequest.$inferSelect, sharesClub: SharesClub) {
  const place = placeOf(await metByRequest(tx, row, sharesClub));
  if (place === 'nowhere') return;
  const { id: requestId, askedId: personId, askerId } = row;
  const [made] = await tx.db
    .insert(arrival)
    .values({ requestId, personId, place, since: tx.clock.now() })
    .onConflictDoNothing()
    .returning();
  if (made && place === 'delivered')
    await announce(tx, 'friendAsked', { askerId, askedId: personId });
}

async function takeAway(
  tx: Tx,
  rows: readonly { id: string; askerId: string; askedId: string }[],
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.db.execute(
    sql`delete from ${arrival} where request_id = any(${sql.param(ids)}::bigint[])`,
  );
  for (const { askerId, askedId } of rows)
    await announce(tx, 'friendAskGone', { askerId, askedId });
}

const atOnce = 200;

/**
 * The job of every minute that tidies what has lapsed: the asked have it no more, its note is gone, and after
 * the pause the request itself. Askers see the lapse by the clock, not by this job: nothing tells them how busy
 * it is.
 */
export async function tidyFriendRequests(services: Services, _data: object): Promise<void> {
  const now = services.clock.now();
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string; askerId: string; askedId: string }>(sql`
      select r.id::text as id, r.asker_id::text as "askerId", r.asked_id::text as "askedId"
      from ${friendRequest} r where r.sent <= ${lapsedIfSentBy(now)} and (r.note <> '' or exists (
        select from ${arrival} a where a.request_id = r.id))
      order by r.sent limit ${atOnce} for update of r skip locked`);
    await takeAway(tx, rows);
    await tx.db.execute(sql`update ${friendRequest} set note = ''
      where id = any(${sql.param(rows.map(({ id }) => id))}::bigint[])`);
  });
  await services.db.execute(sql`delete from ${friendRequest} where id in (
    select id from ${friendRequest} where sent <= ${askedAgainIfSentBy(now)} order by sent limit ${atOnce})`);
}
