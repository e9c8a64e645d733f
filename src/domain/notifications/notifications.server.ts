import { sql, type SQL } from 'drizzle-orm';
import { notification } from './schema.server.ts';
import { ownKinds, type Kind } from './kinds.ts';
import { withoutThem } from './unheard.server.ts';
import { isId } from '#domain/people/id.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** One notification, as its owner may see it. */
export interface Notification {
  id: string;
  kind: Kind;
  fromId: string;
  postId: string | null;
  groupKey: string;
  filtered: boolean;
  created: Date;
}

/**
 * Which notifications are asked for. Those that wait as requests only when `filtered`, those of kinds that apps
 * do not know only when `own`; `withoutMessages` leaves out that somebody wrote a message, for where
 * conversations are shown beside them.
 */
export interface Sought {
  kinds?: readonly string[] | undefined;
  not?: readonly string[] | undefined;
  fromId?: string | undefined;
  filtered?: boolean;
  withoutMessages?: boolean;
  own?: boolean;
}

/**
 * The condition over `notification n` for what this viewer sees: their own, of nobody they have turned away
 * from, of posts that they may read now, and nothing that is silent for now.
 */
export function shownTo(ctx: Ctx, personId: string, sought: Sought = {}): SQL {
  const now = ctx.clock.now();
  const { kinds, not, fromId, filtered = false, own = false, withoutMessages = false } = sought;
  const wanted = [
    sql`n.person_id = ${personId} and (n.waits is null or n.waits <= ${now})`,
    withoutThem(sql`n.person_id`, sql`n.from_id`, now),
    sql`(n.post_id is null or exists (select from ${post}
      where ${post.id} = n.post_id and ${visibleTo({ personId })}))`,
    ...(filtered ? [] : [sql`not n.filtered`]),
    ...(withoutMessages ? [sql`not ${isMessage}`] : []),
    ...(own ? [] : [sql`n.kind <> all(${sql.param([...ownKinds])}::text[])`]),
    ...(kinds ? [sql`n.kind = any(${sql.param(kinds)}::text[])`] : []),
    ...(not ? [sql`n.kind <> all(${sql.param(not)}::text[])`] : []),
    ...(fromId ? [sql`n.from_id = ${fromId}`] : []),
  ];
  return sql.join(wanted, sql` and `);
}

/** Whether a notification says that a message came. */
const isMessage = sql`(n.kind = 'mention' and exists (select from message where message.post_id = n.post_id offset 0))`;

const columns = sql`n.id::text, n.kind, n.from_id::text as "fromId", n.post_id::text as "postId",
  coalesce(n.group_key, 'ungrouped-' || n.id) as "groupKey", n.filtered, to_json(n.created) as created`;

type Row = Omit<Notification, 'created'> & { created: string } & Record<string, unknown>;

const notificationOf = ({ created, ...row }: Row): Notification => ({
  ...row,
  created: new Date(created),
});

/** The viewer's notifications, newest first. */
export async function listNotifications(
  ctx: Ctx,
  sought: Sought,
  window: Window,
): Promise<Notification[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<Row>(sql`select ${columns} from ${notification} n
    where ${shownTo(ctx, ctx.viewer.personId, sought)} and ${within(sql`n.id`, window)}
    ${inOrder(sql`n.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window).map(notificationOf);
}

/** One notification of the viewer; nothing for another's, and for what they may not see any more. */
export async function findNotification(ctx: Ctx, id: string): Promise<Notification | undefined> {
  if (!ctx.viewer || !isId(id)) return undefined;
  const { rows } = await ctx.db.execute<Row>(sql`select ${columns} from ${notification} n
    where n.id = ${id} and ${shownTo(ctx, ctx.viewer.personId, { filtered: true })}`);
  return rows.map(notificationOf)[0];
}

/** How many notifications of a kind came after what was last read; no more than `most` are counted. */
export async function countUnread(ctx: Ctx, sought: Sought, most: number): Promise<number> {
  if (!ctx.viewer) return 0;
  const { personId } = ctx.viewer;
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select from ${notification} n
      where ${shownTo(ctx, personId, sought)} and n.id > coalesce((select k.last_read_id::bigint
        from marker k where k.person_id = ${personId} and k.timeline = 'notifications'), 0)
      limit ${most}) as unread`);
  return rows[0]?.count ?? 0;
}

/** Removes all notifications of the viewer but those that wait as requests. */
export async function clearNotifications(ctx: Ctx): Promise<void> {
  if (!ctx.viewer) return;
  await ctx.db.execute(sql`delete from ${notification}
    where person_id = ${ctx.viewer.personId} and not filtered`);
}

/** Removes one notification of the viewer. Whether there was one. */
export async function dismissNotification(ctx: Ctx, id: string): Promise<boolean> {
  if (!ctx.viewer || !isId(id)) return false;
  const { rowCount } = await ctx.db.execute(sql`delete from ${notification}
    where id = ${id} and person_id = ${ctx.viewer.personId}`);
  return (rowCount ?? 0) > 0;
}
