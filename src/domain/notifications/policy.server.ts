import { sql } from 'drizzle-orm';
import { usualPolicy, type Policy } from './kinds.ts';
import { shownTo } from './notifications.server.ts';
import { notification, notificationRequest, notificationSetting } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** How the viewer wants to be told of things. */
export interface Settings extends Policy {
  /** Until when only friends are heard; absent when it is not quiet. */
  quietUntil: Date | null;
  quietClub: boolean;
  pushSaysWords: boolean;
}

const usual: Settings = {
  ...usualPolicy,
  quietUntil: null,
  quietClub: true,
  pushSaysWords: false,
};

/** How the viewer wants to be told; the usual for whoever decided nothing. Quiet hours that are over are none. */
export async function readNotificationSettings(ctx: Ctx): Promise<Settings> {
  if (!ctx.viewer) return usual;
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    select not_following as "notFollowing", not_followers as "notFollowers",
      new_accounts as "newAccounts", private_mentions as "privateMentions",
      limited_accounts as "limitedAccounts", quiet_club as "quietClub",
      push_says_words as "pushSaysWords",
      case when quiet_until > ${ctx.clock.now()} then to_json(quiet_until) end as "quietUntil"
    from ${notificationSetting} where person_id = ${ctx.viewer.personId}`);
  const { quietUntil, ...own } = rows[0] ?? {};
  return {
    ...usual,
    ...(own as Partial<Settings>),
    quietUntil: typeof quietUntil === 'string' ? new Date(quietUntil) : null,
  };
}

/**
 * Changes how the viewer wants to be told, from now on. When quiet hours end early, what was silent is
 * shown at once. Refuses `gone` to visitors.
 */
export async function changeNotificationSettings(
  ctx: Ctx,
  changes: Partial<Settings>,
): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  const { personId } = viewer;
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .insert(notificationSetting)
      .values({ personId, ...changes })
      .onConflictDoUpdate({
        target: notificationSetting.personId,
        set: Object.keys(changes).length > 0 ? changes : { personId },
      });
    if (changes.quietUntil !== null) return;
    await tx.db.execute(sql`update ${notification} set waits = null
      where person_id = ${personId} and waits is not null`);
    tx.wake({ kind: 'notificationsMerged', id: personId });
  });
}

/** How many wait: people, and what comes from them. */
export async function countWaiting(ctx: Ctx): Promise<{ requests: number; notifications: number }> {
  if (!ctx.viewer) return { requests: 0, notifications: 0 };
  const { personId } = ctx.viewer;
  const { rows } = await ctx.db.execute<{ requests: number; notifications: number }>(sql`
    select count(distinct r.id)::int as requests, count(n.id)::int as notifications
    from ${notificationRequest} r join ${notification} n
      on n.person_id = r.person_id and n.from_id = r.from_id and n.filtered
    where r.person_id = ${personId} and ${shownTo(ctx, personId, { filtered: true })}`);
  return rows[0] ?? { requests: 0, notifications: 0 };
}
