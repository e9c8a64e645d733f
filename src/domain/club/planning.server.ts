import { eq } from 'drizzle-orm';
import { findClub } from './clubs.server.ts';
import { settleMonth, wakesOf } from './clockwork.server.ts';
import { startOf } from './hours.server.ts';
import type { HourInput, NewMonth, TimesInput } from './month-rules.ts';
import { findForCurator } from './months.server.ts';
import { question } from './chat-schema.server.ts';
import { month, monthHour } from './schema.server.ts';
import { instantOf, type NoInstant } from './times.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/** Why a live hour cannot be kept; `hour` is 0 for the first, 1 for the second. */
export type NoHour = NoInstant & { hour: number };
export type TimesRefused = NoHour | { refused: 'gone' | 'taken' } | { refused: 'order'; hour: 1 };

/**
 * Makes a month as a draft, with an opening and a closing round. Refuses `gone` to whoever may not
 * curate the club, `taken` when the club has a month on that day, and local times that the clocks skip
 * or pass twice, unless the earlier or later one is chosen.
 */
export async function createMonth(
  ctx: Ctx,
  slug: string,
  input: NewMonth,
): Promise<{ id: string; date: string } | TimesRefused> {
  const club = await findClub(ctx, slug);
  if (!club?.curates) return { refused: 'gone' };
  const fault = faultOf([input]);
  if (fault) return fault;
  return inTransaction(ctx, async (tx) => {
    const { theme, summary, date } = input;
    const now = tx.clock.now();
    const [made] = await tx.db
      .insert(month)
      .values({ clubId: club.id, date, theme, summary, published: now, updated: now })
      .onConflictDoNothing()
      .returning({ id: month.id });
    if (!made) return { refused: 'taken' };
    await writeHours(tx, made.id, [input]);
    await writeRounds(tx, made.id, input.minutes);
    return { id: made.id, date };
  });
}

/** The rounds that every chat has around its questions. */
export async function writeRounds(tx: Tx, monthId: string, minutes: number): Promise<void> {
  await tx.db.insert(question).values([
    {
      monthId,
      kind: 'opening',
      number: 0,
      position: 0,
      minute: 0,
      text: 'Welcome. Who is here, and what brings you to this paper? Saying hello is enough, and reading only is fine.',
    },
    {
      monthId,
      kind: 'closing',
      position: 1_000,
      minute: Math.max(1, minutes - 5),
      text: 'What do you take with you? Late answers stay possible after this hour.',
    },
  ]);
}

/**
 * Changes when a month is held. Its address follows the day of the first hour, and its state follows
 * the clock at once. Refuses like {@link createMonth}, and `order` when the second live hour does not
 * come after the first.
 */
export async function setTimes(
  ctx: Ctx,
  monthId: string,
  input: TimesInput,
): Promise<{ date: string } | TimesRefused> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  const fault = faultOf(input.hours);
  if (fault) return fault;
  try {
    return await inTransaction(ctx, (tx) => writeTimes(tx, found, input));
  } catch (fault) {
    if (isTaken(fault)) return { refused: 'taken' };
    throw fault;
  }
}

async function writeTimes(
  tx: Tx,
  { id, clubId }: { id: string; clubId: string },
  input: TimesInput,
) {
  const date = input.hours[0]?.date ?? '';
  const [before] = await tx.db.select().from(month).where(eq(month.id, id)).for('update');
  const kept = await tx.db
    .select()
    .from(monthHour)
    .where(eq(monthHour.monthId, id))
    .orderBy(monthHour.number);
  const moved = JSON.stringify(kept.map(wordsOf)) !== JSON.stringify(input.hours.map(wordsOf));
  await tx.db
    .update(month)
    .set({
      date,
      opensDays: input.opensDays,
      tailDays: input.tailDays,
      sequence: (before?.sequence ?? 0) + (moved ? 1 : 0),
      updated: tx.clock.now(),
    })
    .where(eq(month.id, id));
  await tx.db.delete(monthHour).where(eq(monthHour.monthId, id));
  await writeHours(tx, id, input.hours);
  await settleMonth(tx, id);
  await tx.jobs.send(tx.db, 'months-due', {});
  await announce(tx, 'monthChanged', { monthId: id });
  for (const wake of wakesOf(id, clubId)) tx.wake(wake);
  return { date };
}

const wordsOf = ({ date, time, zone, minutes, choice }: HourInput) => [
  date,
  time,
  zone,
  minutes,
  choice,
];

/** Writes the live hours of a month, which has none yet. */
export async function writeHours(
  tx: Tx,
  monthId: string,
  hours: readonly HourInput[],
): Promise<void> {
  await tx.db.insert(monthHour).values(
    hours.map(({ date, time, zone, minutes, choice }, at) => {
      const only = !('refused' in instantOf({ date, time, zone }));
      return { monthId, number: at + 1, date, time, zone, minutes, choice: only ? null : choice };
    }),
  );
}

function faultOf(hours: readonly HourInput[]): NoHour | { refused: 'order'; hour: 1 } | undefined {
  for (const [hour, wall] of hours.entries()) {
    const found = instantOf(wall);
    // A choice between two instants is an answer to a doubled time; a skipped one is on no clock.
    if ('refused' in found && !(found.refused === 'ambiguous' && wall.choice))
      return { ...found, hour };
  }
  const [first, second] = hours.map(
    (hour, at) => startOf({ ...hour, number: at + 1 }).epochMilliseconds,
  );
  const ends = (first ?? 0) + (hours[0]?.minutes ?? 0) * 60_000;
  return second !== undefined && second < ends ? { refused: 'order', hour: 1 } : undefined;
}

function isTaken(fault: unknown): boolean {
  const cause = fault instanceof Error ? (fault.cause ?? fault) : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}

/** What a curator may write over a month's page. */
export type MonthWords = Partial<{
  theme: string;
  summary: string;
  plainSummary: string;
  studyNotice: string;
  notices: string[];
}>;

/** Changes the words of a month. Refuses `gone` to whoever may not curate the club. */
export async function changeMonth(
  ctx: Ctx,
  monthId: string,
  words: MonthWords,
): Promise<{ changed: true } | { refused: 'gone' }> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db
      .update(month)
      .set({ ...words, updated: tx.clock.now() })
      .where(eq(month.id, monthId));
    await announce(tx, 'monthChanged', { monthId });
    for (const wake of wakesOf(monthId, found.clubId)) tx.wake(wake);
    return { changed: true };
  });
}
