import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { block, domainBlock, follow, mute } from './schema.server.ts';
import { hostOf } from '#domain/people/handle.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/*
 * These conditions are held against rows of other tables, one row at a time. Their tables have names of their
 * own in them, so that no column of the asking statement is taken for theirs; `offset 0` keeps the database
 * from reading all that somebody follows, or has blocked, to answer for twenty rows.
 */

/** Who asks, in so far as conditions have to know. The handle says, where it is known, that they live here. */
export type Asking = Pick<Viewer, 'personId'> & { handle?: string };

/**
 * Whether neither of two has blocked the other, or the server on which the other lives: a condition over a column
 * that holds a person.
 */
export function unblocked(asking: SQLWrapper | string | Asking, other: SQLWrapper): SQL {
  const known = typeof asking === 'object' && 'personId' in asking;
  const viewerId = known ? asking.personId : asking;
  return sql`(not exists (select from ${block} of_pair where of_pair.person_id = ${viewerId} and of_pair.blocked_id = ${other} offset 0)
    and not exists (select from ${block} of_pair where of_pair.person_id = ${other} and of_pair.blocked_id = ${viewerId} offset 0)
    and (not exists (select from ${domainBlock} of_server where of_server.person_id = ${viewerId})
      or not ${keepsServerOf(viewerId, other)})
    and ${known ? serverUnblockedBy(other, asking) : serverOfUnblockedBy(other, viewerId)})`;
}

/** Whether somebody has blocked the server on which a person lives. */
function keepsServerOf(personId: SQLWrapper | string, other: SQLWrapper | string): SQL {
  return sql`exists (select from ${domainBlock} of_server join ${person} lives on lives.host = of_server.domain
    where of_server.person_id = ${personId} and lives.id = ${other} offset 0)`;
}

/** Whether a person of a column has not blocked the viewer's server: nobody can block this one. */
function serverUnblockedBy(other: SQLWrapper, { personId, handle }: Asking): SQL {
  const here = handle !== undefined && hostOf(handle) === undefined;
  return here ? sql`true` : serverOfUnblockedBy(other, personId);
}

function serverOfUnblockedBy(other: SQLWrapper, viewerId: SQLWrapper | string): SQL {
  return sql`((select lives.host from ${person} lives where lives.id = ${viewerId}) is null
    or not ${keepsServerOf(other, viewerId)})`;
}

/**
 * Of these people those whom a block, of a person or of their server, keeps apart from one of some others, whoever
 * wished it: one statement.
 */
export async function apartFromAny(
  { db }: Pick<Ctx, 'db'>,
  others: readonly string[],
  people: readonly string[],
): Promise<Set<string>> {
  if (others.length === 0 || people.length === 0) return new Set();
  const [them, among] = [sql.param([...others]), sql.param([...people])];
  const { rows } = await db.execute<{ id: string }>(sql`
    select blocked_id::text as id from ${block}
      where person_id = any(${them}::bigint[]) and blocked_id = any(${among}::bigint[])
    union select person_id::text from ${block}
      where blocked_id = any(${them}::bigint[]) and person_id = any(${among}::bigint[])
    union select d.person_id::text from ${person} p join ${domainBlock} d on d.domain = p.host
      where p.id = any(${them}::bigint[]) and d.person_id = any(${among}::bigint[])`);
  return new Set(rows.map(({ id }) => id));
}

/** Whether one follows another: a condition over columns, or ids, that hold persons. */
export function follows(follower: SQLWrapper | string, followee: SQLWrapper): SQL {
  return sql`exists (select from ${follow} of_pair where of_pair.follower_id = ${follower} and of_pair.followee_id = ${followee} offset 0)`;
}

/** Whether somebody has muted the person of a column, at this time. */
export function muted(
  { clock }: Pick<Ctx, 'clock'>,
  viewerId: SQLWrapper | string,
  other: SQLWrapper,
): SQL {
  return sql`exists (select from ${mute} of_pair where of_pair.person_id = ${viewerId} and of_pair.muted_id = ${other}
    and (of_pair.ends is null or of_pair.ends > ${clock.now()}) offset 0)`;
}

/**
 * Whether the viewer may meet this person: a condition over a column. Guests may meet everybody. Whoever
 * was blocked by the other, with their server or alone, may not; whoever blocked them still finds them, to take
 * it back.
 */
export function mayMeet(viewer: Asking | null, other: SQLWrapper): SQL {
  if (!viewer) return sql`true`;
  return sql`(${unblockedBy(other, viewer)} and ${serverUnblockedBy(other, viewer)})`;
}

/** The same as far as people of this place can keep each other away. */
export function unblockedBy(other: SQLWrapper, viewer: Pick<Viewer, 'personId'>): SQL {
  return sql`not exists (select from ${block} of_pair where of_pair.person_id = ${other} and of_pair.blocked_id = ${viewer.personId} offset 0)`;
}

/** Whether the viewer has blocked this person, or the server on which they live. */
export async function hasBlocked(
  { db }: Pick<Ctx, 'db'>,
  { personId }: Pick<Viewer, 'personId'>,
  id: string,
): Promise<boolean> {
  const { rows } = await db.execute(sql`select where ${keepsServerOf(personId, id)}
    or exists (select from ${block} where person_id = ${personId} and blocked_id = ${id})`);
  return rows.length > 0;
}
