import { sql, type SQL } from 'drizzle-orm';
import { groupedKinds, type Kind } from './kinds.ts';
import { shownTo, type Sought } from './notifications.server.ts';
import { notification } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** Notifications that are alike, told as one. Ids are those of the newest and of the oldest of them. */
export interface Group {
  key: string;
  kind: Kind;
  postId: string | null;
  count: number;
  newestId: string;
  oldestId: string;
  newest: Date;
  /** A few of whom they come, newest first. */
  fromIds: string[];
}

/** Which groups, and which kinds are told together; the usual ones when nothing is said. */
export type SoughtGroups = Sought & { grouped?: readonly string[] | undefined };

/** How many notifications a page of groups is gathered from. */
const mostLooked = 400;
const samples = 8;

/**
 * The viewer's notifications in groups, the group with the newest first. A group stands on the page of its
 * newest: further down (`maxId`) it does not come again.
 */
export async function listGroups(ctx: Ctx, sought: SoughtGroups, window: Window): Promise<Group[]> {
  if (!ctx.viewer) return [];
  const { personId } = ctx.viewer;
  const { limit, maxId } = window;
  const { rows } = await ctx.db.execute<One>(sql`
    select n.id::text as id, ${keyFor(sought)} as key, n.kind, n.post_id::text as "postId",
      n.from_id::text as "fromId", to_json(n.created)#>>'{}' as created
    from ${notification} n
    where ${shownTo(ctx, personId, sought)} and ${within(sql`n.id`, window)}
      and ${maxId ? noneLater(personId, maxId) : sql`true`}
    ${inOrder(sql`n.id`, window)} limit ${mostLooked}`);
  const gathered = Map.groupBy(newestFirst(rows, window), ({ key }) => key);
  const groups = [...gathered.values()].map(gather);
  return window.minId ? groups.slice(-limit) : groups.slice(0, limit);
}

/** Whether nothing of the same group came at `id` or later. */
function noneLater(personId: string, id: string): SQL {
  return sql`(n.group_key is null or not exists (select from ${notification} later
    where later.person_id = ${personId} and later.group_key = n.group_key and later.id >= ${id} offset 0))`;
}

type One = Pick<Group, 'key' | 'kind' | 'postId'> & { id: string; fromId: string; created: string };

/** One group of notifications that came newest first. */
function gather(ones: readonly One[]): Group {
  const [newest, oldest] = [ones[0], ones.at(-1)];
  if (!newest || !oldest) throw new Error('A group holds nothing.');
  const { key, kind, postId } = newest;
  const fromIds = [...new Set(ones.slice(0, samples).map(({ fromId }) => fromId))];
  const ids = { newestId: newest.id, oldestId: oldest.id };
  return {
    key,
    kind,
    postId,
    count: ones.length,
    ...ids,
    newest: new Date(newest.created),
    fromIds,
  };
}

/** One group of the viewer, as it is now. */
export async function findGroup(ctx: Ctx, key: string): Promise<Group | undefined> {
  if (!ctx.viewer) return undefined;
  const own = sql`select n.*, ${keyFor({})} as key from ${notification} n
    where ${shownTo(ctx, ctx.viewer.personId)} and ${inGroup(key)}`;
  const { rows } = await ctx.db.execute<Row>(gathered(own));
  return rows.map(groupOf)[0];
}

/** Of whom the notifications of a group come, newest first. */
export async function listGroupPeople(ctx: Ctx, key: string, most = 80): Promise<string[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select n.from_id::text as id
    from ${notification} n where ${shownTo(ctx, ctx.viewer.personId)} and ${inGroup(key)}
    group by n.from_id order by max(n.id) desc limit ${most}`);
  return rows.map(({ id }) => id);
}

/** Removes a whole group of the viewer's. */
export async function dismissGroup(ctx: Ctx, key: string): Promise<void> {
  if (!ctx.viewer) return;
  await ctx.db.execute(sql`delete from ${notification} n
    where n.person_id = ${ctx.viewer.personId} and not n.filtered and ${inGroup(key)}`);
}

/** How many groups hold something that came after what was last read. */
export async function countUnreadGroups(
  ctx: Ctx,
  sought: SoughtGroups,
  most: number,
): Promise<number> {
  if (!ctx.viewer) return 0;
  const { personId } = ctx.viewer;
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select distinct key from (
      select ${keyFor(sought)} as key from ${notification} n
      where ${shownTo(ctx, personId, sought)} and n.id > coalesce((select k.last_read_id::bigint
        from marker k where k.person_id = ${personId} and k.timeline = 'notifications'), 0)
      order by n.id desc limit ${mostLooked}) as unread limit ${most}) as groups`);
  return rows[0]?.count ?? 0;
}

function keyFor({ grouped = groupedKinds }: SoughtGroups): SQL {
  return sql`case when n.group_key is not null and n.kind = any(${sql.param(grouped)}::text[])
    then n.group_key else 'ungrouped-' || n.id end`;
}

/** A key names a group, or one notification alone. */
function inGroup(key: string): SQL {
  const alone = /^ungrouped-([1-9]\d{0,17})$/.exec(key)?.[1];
  return alone ? sql`n.id = ${alone}` : sql`n.group_key = ${key}`;
}

function gathered(own: SQL): SQL {
  return sql`select n.key, min(n.kind) as kind, min(n.post_id)::text as "postId",
      count(*)::int as count, max(n.id)::text as "newestId", min(n.id)::text as "oldestId",
      to_json(max(n.created)) as newest,
      (array_agg(n.from_id::text order by n.id desc))[1:${sql.raw(String(samples))}] as "fromIds"
    from (${own}) n group by n.key`;
}

type Row = Omit<Group, 'newest'> & { newest: string } & Record<string, unknown>;

function groupOf({ newest, fromIds, key, kind, postId, count, newestId, oldestId }: Row): Group {
  const said = { key, kind, postId, count, newestId, oldestId };
  return { ...said, newest: new Date(newest), fromIds: [...new Set(fromIds)] };
}
