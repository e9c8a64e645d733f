import { sql, type SQL } from 'drizzle-orm';
import { mayMeet, unblocked } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** A place in a list of people: its own number, which the list is turned by, and the person. */
export interface Listed {
  id: string;
  personId: string;
}

/**
 * Who follows somebody, newest first. A list that its owner does not show holds for others nobody but
 * themselves, whom they know of already. Nobody is in it whom the viewer is kept apart from.
 */
export function listFollowers(ctx: Ctx, ownerId: string, window: Window): Promise<Listed[]> {
  return listPairs(ctx, sql`follow`, ['followee_id', 'follower_id'], ownerId, window);
}

/** Whom somebody follows, newest first; shown as `listFollowers` shows it. */
export function listFollowing(ctx: Ctx, ownerId: string, window: Window): Promise<Listed[]> {
  return listPairs(ctx, sql`follow`, ['follower_id', 'followee_id'], ownerId, window);
}

/** Who asks to follow the viewer, newest first. */
export function listFollowRequests(ctx: Ctx, window: Window): Promise<Listed[]> {
  return listOwn(ctx, sql`follow_request`, ['asked_id', 'asker_id'], window);
}

/** Whom the viewer asks to follow and who has not answered. */
export function listAsked(ctx: Ctx, window: Window): Promise<Listed[]> {
  return listOwn(ctx, sql`follow_request`, ['asker_id', 'asked_id'], window);
}

/** Whom the viewer has blocked. Who blocked them too is as absent as everywhere. */
export function listBlocks(ctx: Ctx, window: Window): Promise<Listed[]> {
  return listOwn(ctx, sql`block`, ['person_id', 'blocked_id'], window);
}

/** Whom the viewer has muted, those whose time is over left out. */
export function listMutes(ctx: Ctx, window: Window): Promise<Listed[]> {
  const lasts = sql`(t.ends is null or t.ends > ${ctx.clock.now()})`;
  return listOwn(ctx, sql`mute`, ['person_id', 'muted_id'], window, lasts);
}

/** Whom somebody shows on their profile. */
export async function listEndorsements(
  ctx: Ctx,
  ownerId: string,
  window: Window,
): Promise<Listed[]> {
  if (!isId(ownerId)) return [];
  const met = mayMeet(ctx.viewer, sql`t.endorsed_id`);
  return readPairs(ctx, sql`endorsement`, ['person_id', 'endorsed_id'], ownerId, window, met);
}

/** Which servers the viewer has blocked, newest first, by name. */
export async function listDomainBlocks(
  ctx: Ctx,
  window: Window,
): Promise<{ id: string; domain: string }[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<{ id: string; domain: string }>(sql`
    select t.id::text as id, t.domain from domain_block t
    where t.person_id = ${ctx.viewer.personId} and ${within(sql`t.id`, window)}
    ${inOrder(sql`t.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window);
}

type Ends = readonly [owner: string, other: string];

async function listOwn(
  ctx: Ctx,
  from: SQL,
  ends: Ends,
  window: Window,
  also = sql`true`,
): Promise<Listed[]> {
  if (!ctx.viewer) return [];
  const met = mayMeet(ctx.viewer, sql.raw(`t.${ends[1]}`));
  return readPairs(ctx, from, ends, ctx.viewer.personId, window, sql`${met} and ${also}`);
}

async function listPairs(ctx: Ctx, from: SQL, ends: Ends, ownerId: string, window: Window) {
  if (!isId(ownerId)) return [];
  const { viewer } = ctx;
  const other = sql.raw(`t.${ends[1]}`);
  const shown = sql`exists (select from person o where o.id = ${ownerId} and (o.shows_follows or o.id = ${viewer?.personId ?? '0'}))`;
  const known = sql`(${shown} or ${other} = ${viewer?.personId ?? '0'})`;
  const apart = viewer ? unblocked(viewer, other) : sql`true`;
  return readPairs(ctx, from, ends, ownerId, window, sql`${known} and ${apart}`);
}

async function readPairs(
  { db }: Ctx,
  from: SQL,
  [owner, other]: Ends,
  ownerId: string,
  window: Window,
  also: SQL,
): Promise<Listed[]> {
  const { rows } = await db.execute<{ id: string; personId: string }>(sql`
    select t.id::text as id, t.${sql.raw(other)}::text as "personId" from ${from} t
    where t.${sql.raw(owner)} = ${ownerId} and ${also} and ${within(sql`t.id`, window)}
    ${inOrder(sql`t.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window);
}

/** How many ask to follow the viewer, counted up to a hundred. */
export async function countFollowRequests({ db, viewer }: Ctx): Promise<number> {
  if (!viewer) return 0;
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (
    select from follow_request where asked_id = ${viewer.personId} limit 100) as asking`);
  return rows[0]?.n ?? 0;
}
