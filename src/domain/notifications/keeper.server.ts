import { eq, sql } from 'drizzle-orm';
import {
  marker,
  notification,
  notificationPermission,
  notificationRequest,
  notificationSetting,
  pushSubscription,
} from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;
const keptDays = 180;

/** How somebody wants to be told, where they stopped reading, and of what they were told (not by whom). */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const own = eq(notificationSetting.personId, personId);
  const [settings] = await db.select().from(notificationSetting).where(own);
  const { timeline, lastReadId, updated } = marker;
  const markers = await db
    .select({ timeline, lastReadId, updated })
    .from(marker)
    .where(eq(marker.personId, personId));
  const { kind, created } = notification;
  const told = await db
    .select({ kind, created })
    .from(notification)
    .where(eq(notification.personId, personId))
    .orderBy(notification.id);
  const { endpoint, alerts, policy } = pushSubscription;
  const devices = await db
    .select({ endpoint, alerts, policy })
    .from(pushSubscription)
    .where(eq(pushSubscription.personId, personId));
  return { settings: settings ?? {}, markers, told, devices };
}

/** Erases what somebody was told, and what others were told of them. */
export async function erase({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  for (const held of [notification, notificationRequest, notificationPermission])
    await db
      .delete(held)
      .where(sql`${held.personId} = ${personId} or ${held.fromId} = ${personId}`);
  for (const held of [notificationSetting, marker, pushSubscription])
    await db.delete(held).where(eq(held.personId, personId));
}

/** Forgets what was told half a year ago, and requests of whom nothing waits any more. */
export async function forgetOldNotifications({
  db,
  clock,
}: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - keptDays * day);
  await db.execute(sql`delete from ${notification} where created < ${before}`);
  await db.execute(sql`delete from ${notificationRequest} r where not exists (
    select from ${notification} n where n.person_id = r.person_id and n.from_id = r.from_id and n.filtered)`);
}
