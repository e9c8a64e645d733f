import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { ConnectRefused } from './follows.server.ts';
import { areFriends } from './friends.server.ts';
import { meeting, meetingYes } from './friends-schema.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { longestPlace, longestWords, momentOf, type Appointment } from './meeting-rules.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText, type TextRefused } from '#platform/text.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Why no meeting is proposed. `noTime`: no such day, time or zone; `over`: it is past, or over a year ahead. */
export type MeetingRefused = ConnectRefused | TextRefused | { refused: 'noTime' | 'over' };

const often = { times: 30, seconds: 24 * 60 * 60 };
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Proposes to a friend to meet; the viewer's yes is in it. The friend is told, and answers or does not. Refuses
 * `gone` for who is no friend.
 */
export async function proposeMeeting(
  ctx: Ctx,
  { friendId, ...what }: Appointment & { friendId: string },
): Promise<{ id: string } | MeetingRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const place = plainText(what.place, { maxGraphemes: longestPlace });
  const words = plainText(what.words, { maxGraphemes: longestWords });
  if (typeof place !== 'string') return place;
  if (typeof words !== 'string') return words;
  const at = momentOf(what);
  if (!at || place === '') return { refused: 'noTime' };
  const ahead = at.getTime() - ctx.clock.now().getTime();
  if (ahead <= 0 || ahead > 366 * dayMs) return { refused: 'over' };
  const { personId } = viewer;
  if (await limited(ctx, `meetings of ${personId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, personId, friendId);
    if (!(await areFriends(tx, personId, friendId))) return { refused: 'gone' as const };
    const { date, time, zone } = what;
    const row = { askerId: personId, otherId: friendId, date, time, zone, place, words };
    const [made] = await tx.db
      .insert(meeting)
      .values({ ...row, made: tx.clock.now() })
      .returning({ id: meeting.id });
    const id = made?.id ?? '';
    await tx.db.insert(meetingYes).values({ meetingId: id, personId, since: tx.clock.now() });
    await announce(tx, 'meetingChanged', { fromId: personId, personId: friendId });
    return { id };
  });
}

/** A meeting of two friends, as either sees it. */
export interface Meeting extends Appointment {
  id: string;
  friendId: string;
  /** Whether the viewer proposed it. */
  mine: boolean;
  myYes: boolean;
  theirYes: boolean;
  at: Date;
}

/** The viewer's meetings that are still to come, the next one first; `friendId`: with this friend alone. */
export async function listMeetings(ctx: Ctx, friendId?: string): Promise<Meeting[]> {
  const { viewer, clock } = ctx;
  if (!viewer || (friendId !== undefined && !isId(friendId))) return [];
  const rows = await readMeetings(ctx, viewer.personId, friendId);
  const now = clock.now();
  return rows
    .flatMap((row) => {
      const at = momentOf(row);
      return at && at > now ? [{ ...row, at }] : [];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

async function readMeetings({ db }: Pick<Ctx, 'db'>, me: string, friendId?: string) {
  const yes = (who: ReturnType<typeof sql>) =>
    sql`exists (select from ${meetingYes} y where y.meeting_id = m.id and y.person_id = ${who})`;
  const other = sql`(case when m.asker_id = ${me} then m.other_id else m.asker_id end)`;
  // With one friend: found by both, since somebody may meet many.
  const own = (mine: SQL, theirs: SQL) => sql`select * from ${meeting}
    where ${mine} = ${me} and ${friendId ? sql`${theirs} = ${friendId}` : sql`true`}`;
  const { rows } = await db.execute<Omit<Meeting, 'at'> & Record<string, unknown>>(sql`
    select m.id::text as id, ${other}::text as "friendId", m.asker_id = ${me} as mine,
      m.date, m.time, m.zone, m.place, m.words, ${yes(sql`${me}`)} as "myYes", ${yes(other)} as "theirYes"
    from (${own(sql`asker_id`, sql`other_id`)} union all ${own(sql`other_id`, sql`asker_id`)}) m
    order by m.date, m.time limit 200`);
  return rows;
}

/**
 * Says yes to a meeting, or takes the yes back (`yes: false`). Whoever proposed it and takes it back has it end
 * for both. The friend is told that something about it changed. Refuses `gone` once it is over.
 */
export async function answerMeeting(
  ctx: Ctx,
  { id, yes }: { id: string; yes: boolean },
): Promise<{ refused: 'signIn' | 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const { personId } = viewer;
  return inTransaction(ctx, async (tx) => {
    const row = await findMeeting(tx, id, personId);
    const at = row && momentOf(row);
    if (!row || !at || at <= tx.clock.now()) return { refused: 'gone' as const };
    const own = and(eq(meetingYes.meetingId, id), eq(meetingYes.personId, personId));
    if (yes)
      await tx.db
        .insert(meetingYes)
        .values({ meetingId: id, personId, since: tx.clock.now() })
        .onConflictDoNothing();
    else if (row.askerId === personId) await tx.db.delete(meeting).where(eq(meeting.id, id));
    else await tx.db.delete(meetingYes).where(own);
    const friendId = row.askerId === personId ? row.otherId : row.askerId;
    await announce(tx, 'meetingChanged', { fromId: personId, personId: friendId });
    return undefined;
  });
}

async function findMeeting({ db }: Tx, id: string, personId: string) {
  if (!isId(id)) return undefined;
  const mine = sql`${personId}::bigint in (${meeting.askerId}, ${meeting.otherId})`;
  const [row] = await db
    .select()
    .from(meeting)
    .where(and(eq(meeting.id, id), mine))
    .for('update');
  return row;
}

/** The job of every minute that forgets meetings two days after their day, wherever on earth that was. */
export async function forgetMeetings({ db, clock }: Services, _data: object): Promise<void> {
  const day = new Date(clock.now().getTime() - 2 * dayMs).toISOString().slice(0, 10);
  await db.execute(sql`delete from ${meeting} where id in (
    select id from ${meeting} where date < ${day} order by date limit 500)`);
}
