import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { block, follow, mute } from './schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/*
 * These conditions are held against rows of other tables, one row at a time. Their tables have names of their
 * own in them, so that no column of the asking statement is taken for theirs; `offset 0` keeps the database
 * from reading all that somebody follows, or has blocked, to answer for twenty rows.
 */

/** Whether neither of two has blocked the other: a condition over a column that holds a person. */
export function unblocked(viewerId: SQLWrapper | string, other: SQLWrapper): SQL {
  return sql`(not exists (select from ${block} of_pair where of_pair.person_id = ${viewerId} and of_pair.blocked_id = ${other} offset 0)
    and not exists (select from ${block} of_pair where of_pair.person_id = ${other} and of_pair.blocked_id = ${viewerId} offset 0))`;
}

/** Of these people those whom a block keeps apart from one of some others, whoever wished it: one statement. */
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
      where blocked_id = any(${them}::bigint[]) and person_id = any(${among}::bigint[])`);
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
 * was blocked by the other may not; whoever blocked them still finds them, to take it back.
 */
export function mayMeet(viewer: Pick<Viewer, 'personId'> | null, other: SQLWrapper): SQL {
  if (!viewer) return sql`true`;
  return sql`not exists (select from ${block} of_pair where of_pair.person_id = ${other} and of_pair.blocked_id = ${viewer.personId} offset 0)`;
}
