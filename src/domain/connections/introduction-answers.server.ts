import { sql } from 'drizzle-orm';
import { lapsedIfSentBy } from './friend-request-rules.ts';
import { introduction, introductionArrival as arrival } from './friends-schema.server.ts';
import { befriend } from './inner/befriend.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { unblocked } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

type Refused = { refused: 'signIn' | 'gone' };

/** Somebody to whom a common friend introduced the viewer. `yes`: what the viewer answered; the other's is theirs. */
export interface Introduced {
  id: string;
  introducerId: string;
  otherId: string;
  note: string;
  made: Date;
  yes: boolean;
}

/** The introductions that wait before the viewer, the newest first. */
export function listIntroducedToMe(ctx: Ctx): Promise<Introduced[]> {
  return listArrived(ctx, 'delivered');
}

/** Those in the viewer's tray, without their note. */
export async function listHeldIntroductions(ctx: Ctx): Promise<Introduced[]> {
  return (await listArrived(ctx, 'held')).map((one) => ({ ...one, note: '' }));
}

async function listArrived(ctx: Ctx, place: 'delivered' | 'held'): Promise<Introduced[]> {
  if (!ctx.viewer) return [];
  const me = ctx.viewer.personId;
  const { rows } = await ctx.db.execute<
    Introduced & { made: string } & Record<string, unknown>
  >(sql`
    select i.id::text as id, i.introducer_id::text as "introducerId", o.id::text as "otherId", i.note,
      to_json(i.made)#>>'{}' as made, a.yes is not null as yes
    from ${arrival} a join ${introduction} i on i.id = a.introduction_id
      cross join lateral (select case when i.one_id = ${me} then i.other_id else i.one_id end as id) o
    where a.person_id = ${me} and a.place = ${place} and ${waits(ctx)}
    order by i.id desc limit 200`);
  return rows.map((row) => ({ ...row, made: new Date(row.made) }));
}

/** Whether an introduction still waits, and nobody in it is kept apart from the viewer. */
function waits({ clock, viewer }: Ctx) {
  const me = viewer?.personId ?? '0';
  return sql`(i.withdrawn is null and i.made > ${lapsedIfSentBy(clock.now())}
    and ${unblocked(viewer ?? me, sql`i.introducer_id`)}
    and ${unblocked(viewer ?? me, sql`(case when i.one_id = ${me} then i.other_id else i.one_id end)`)})`;
}

/**
 * Says yes to an introduction, or takes the yes back (`yes: false`). With the yes of both the two are friends;
 * until then nobody, also not the introducer, learns who answered. Refuses `gone`.
 */
export async function answerIntroduction(
  ctx: Ctx,
  { id, yes }: { id: string; yes: boolean },
): Promise<{ state: 'waits' | 'friends' } | Refused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const known = await findArrived(tx, id);
    if (!known) return { refused: 'gone' as const };
    const { oneId, otherId } = known;
    await lockPair(tx, oneId, otherId);
    if (!(await findArrived(tx, id))) return { refused: 'gone' as const };
    await tx.db
      .execute(sql`update ${arrival} set yes = ${yes ? tx.clock.now() : null}, place = 'delivered'
      where introduction_id = ${id} and person_id = ${viewer.personId}`);
    const { rows } = await tx.db.execute(sql`select from ${arrival}
      where introduction_id = ${id} and yes is not null`);
    if (rows.length < 2) return { state: 'waits' as const };
    await tx.db.execute(sql`delete from ${arrival} where introduction_id = ${id}`);
    await befriend(tx, oneId, otherId);
    return { state: 'friends' as const };
  });
}

/** "Not now": puts an introduction into the viewer's tray, and takes back a yes. Nobody is told. */
export async function setIntroductionAside(ctx: Ctx, id: string): Promise<Refused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const known = await findArrived(tx, id);
    if (!known) return { refused: 'gone' as const };
    await tx.db.execute(sql`update ${arrival} set yes = null, place = 'held'
      where introduction_id = ${id} and person_id = ${viewer.personId}`);
    const about = { introducerId: known.introducerId, personId: viewer.personId };
    await announce(tx, 'introductionGone', about);
    return undefined;
  });
}

async function findArrived(tx: Tx, id: string) {
  if (!tx.viewer || !isId(id)) return undefined;
  const { rows } = await tx.db.execute<{
    introducerId: string;
    oneId: string;
    otherId: string;
  }>(sql`
    select i.introducer_id::text as "introducerId", i.one_id::text as "oneId", i.other_id::text as "otherId"
    from ${arrival} a join ${introduction} i on i.id = a.introduction_id
    where a.introduction_id = ${id} and a.person_id = ${tx.viewer.personId} and ${waits(tx)} for update of a`);
  return rows[0];
}
