import { eq, sql } from 'drizzle-orm';
import { askedAgainIfSentBy, isOpen, lapsedIfSentBy, placeOf } from './friend-request-rules.ts';
import { areFriends } from './friends.server.ts';
import { introduction, introductionArrival as arrival } from './friends-schema.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { metByRequest, type SharesClub } from './inner/met-by-request.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

type Row = typeof introduction.$inferSelect;

/**
 * The job after an introduction was made or taken back: lays it where each of the two lets such requests come,
 * as if the other had asked. Where one has blocked the other, or they are friends already, it lies nowhere,
 * and nobody is told.
 */
export async function settleIntroduction(
  services: Services,
  { introductionId }: { introductionId: string },
  sharesClub: SharesClub,
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const own = eq(introduction.id, introductionId);
    const [known] = await tx.db.select().from(introduction).where(own);
    if (!known) return;
    await lockPair(tx, known.oneId, known.otherId);
    const [row] = await tx.db.select().from(introduction).where(own);
    if (!row) return;
    const open = isOpen({ ...row, sent: row.made, yes: null }, tx.clock.now());
    if (!open) await takeAway(tx, [row]);
    else if (!(await areFriends(tx, row.oneId, row.otherId))) await deliver(tx, row, sharesClub);
  });
}

async function deliver(tx: Tx, row: Row, sharesClub: SharesClub): Promise<void> {
  for (const [personId, otherId] of [
    [row.oneId, row.otherId],
    [row.otherId, row.oneId],
  ] as const) {
    const pair = { askerId: otherId, askedId: personId };
    const place = placeOf(await metByRequest(tx, pair, sharesClub));
    if (place === 'nowhere') continue;
    const [made] = await tx.db
      .insert(arrival)
      .values({ introductionId: row.id, personId, place })
      .onConflictDoNothing()
      .returning();
    if (made && place === 'delivered')
      await announce(tx, 'introduced', { introducerId: row.introducerId, personId });
  }
}

type Gone = Pick<Row, 'id' | 'introducerId' | 'oneId' | 'otherId'>;

async function takeAway(tx: Tx, rows: readonly Gone[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.db.execute(
    sql`delete from ${arrival} where introduction_id = any(${sql.param(ids)}::bigint[])`,
  );
  for (const { introducerId, oneId, otherId } of rows)
    for (const personId of [oneId, otherId])
      await announce(tx, 'introductionGone', { introducerId, personId });
}

const atOnce = 200;

/** The job of every minute that tidies introductions as `tidyFriendRequests` tidies requests. */
export async function tidyIntroductions(services: Services, _data: object): Promise<void> {
  const now = services.clock.now();
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const { rows } = await tx.db.execute<Gone & Record<string, unknown>>(sql`
      select i.id::text as id, i.introducer_id::text as "introducerId", i.one_id::text as "oneId",
        i.other_id::text as "otherId"
      from ${introduction} i where i.made <= ${lapsedIfSentBy(now)} and (i.note <> '' or exists (
        select from ${arrival} a where a.introduction_id = i.id))
      order by i.made limit ${atOnce} for update of i skip locked`);
    await takeAway(tx, rows);
    await tx.db.execute(sql`update ${introduction} set note = ''
      where id = any(${sql.param(rows.map(({ id }) => id))}::bigint[])`);
  });
  await services.db.execute(sql`delete from ${introduction} where id in (
    select id from ${introduction} where made <= ${askedAgainIfSentBy(now)} order by made limit ${atOnce})`);
}
