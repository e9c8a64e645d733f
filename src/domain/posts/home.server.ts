import { sql, type SQL } from 'drizzle-orm';
import { clearHome, layEarlier } from './inner/lay-home.server.ts';
import { readFrom } from './read.server.ts';
import type { LineView } from './view.ts';
import { muted } from '#domain/connections/pairs.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** How often a page is filled up when lines of it may not be read any more. */
const mostRounds = 5;

/**
 * A page of the viewer's home timeline, newest first: whom they follow, what those boost, hashtags they
 * follow, and their own. Lines of people whom they muted are left out, those of people on exclusive lists, and
 * those that they may not read.
 */
export async function listHome(ctx: Ctx, window: Window): Promise<LineView[]> {
  if (!ctx.viewer) return [];
  const found: LineView[] = [];
  let at = window;
  for (let round = 0; round < mostRounds && found.length < window.limit; round += 1) {
    const { count, last, lines } = await readFrom(ctx, homeLines(ctx, at));
    found.push(...lines);
    if (!last || count < at.limit) break;
    at = window.minId ? { ...at, minId: last } : { ...at, maxId: last };
  }
  const page = found.slice(0, window.limit);
  return newestFirst(page, window);
}

/** In the order in which the table is read: from the newest down, or upwards from `minId`. */
function homeLines(ctx: Ctx, window: Window): SQL {
  const me = ctx.viewer?.personId ?? '0';
  return sql`select h.id, h.post_id, h.booster_id from home_line h
    where h.person_id = ${me} and ${within(sql`h.id`, window)}
      and not ${muted(ctx, me, sql`h.author_id`)}
      and (h.booster_id is null or not ${muted(ctx, me, sql`h.booster_id`)})
      and coalesce(h.booster_id, h.author_id) <> all(array(${apart(me)}))
    ${inOrder(sql`h.id`, window)} limit ${window.limit}`;
}

/** Whose posts stand in exclusive lists; looked up once a statement, and nothing where there are no such lists. */
function apart(me: string) {
  return sql`select m.person_id from list l join list_member m on m.list_id = l.id
    where l.person_id = ${me} and l.exclusive`;
}

/** Hears that somebody follows: the newest posts of the one followed come home. */
export async function bringHome(
  tx: Tx,
  { followerId = '', followeeId = '' }: About,
): Promise<void> {
  await layEarlier(tx, followerId, followeeId);
}

/** Hears that a follow ended: what it brought home goes. */
export async function takeFromHome(
  tx: Tx,
  { followerId = '', followeeId = '' }: About,
): Promise<void> {
  await clearHome(tx, followerId, followeeId);
}
