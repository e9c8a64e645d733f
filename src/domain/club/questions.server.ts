import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { clockOf, type ChatTimes } from './chat-clock.server.ts';
import { nextRevision } from './chat-changes.server.ts';
import { asHost } from './chat-hosting.server.ts';
import { askAloud } from './club-posts.server.ts';
import { question } from './chat-schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { readPostText } from '#domain/posts/publish.server.ts';
import type { TextRefusal } from '#domain/posts/rules.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** A question as its row holds it. */
export type Question = typeof question.$inferSelect;

/** `gone`: not a host, or no such question. `asked`: it stands in the chat already. */
export type QuestionRefused = { refused: 'gone' | 'asked' | TextRefusal };

const mostQuestions = 50;
const lastMinute = 24 * 60;

/** Asks a question now, whatever its minute; it takes its place after those asked before. */
export async function releaseQuestion(ctx: Ctx, id: string): Promise<Question | QuestionRefused> {
  return changeWaiting(ctx, id, async (tx, chosen, all) => {
    const now = tx.clock.now();
    await set(tx, id, { released: now, held: null, skipped: null });
    await askAloud(tx, chosen.monthId, [id]);
    const asked = all.filter(({ released }) => released);
    const waiting = all.filter((one) => !one.released && one.id !== id);
    await order(tx, [...asked, chosen, ...waiting]);
  });
}

/** Keeps a question, and those after it, from being asked until somebody resumes it. */
export async function holdQuestion(ctx: Ctx, id: string): Promise<Question | QuestionRefused> {
  return changeWaiting(ctx, id, (tx) => set(tx, id, { held: tx.clock.now() }));
}

/** Leaves a question out. Nobody is asked it; `resumeQuestion` takes it in again. */
export async function skipQuestion(ctx: Ctx, id: string): Promise<Question | QuestionRefused> {
  return changeWaiting(ctx, id, (tx) => set(tx, id, { skipped: tx.clock.now(), held: null }));
}

/**
 * Lets a held or skipped question go on. When its minute has passed meanwhile it is asked next, and
 * those after it keep their distance.
 */
export async function resumeQuestion(ctx: Ctx, id: string): Promise<Question | QuestionRefused> {
  return changeWaiting(ctx, id, async (tx, chosen, all) => {
    await set(tx, id, { held: null, skipped: null });
    const overdue = (await minuteNow(tx, chosen.monthId)) - chosen.minute;
    if (overdue > 0) await shift(tx, all, chosen.position, overdue);
  });
}

/** Gives the question under way more minutes: all that wait are asked so much later (negative: sooner). */
export async function extendQuestion(
  ctx: Ctx,
  { monthId, minutes }: { monthId: string; minutes: number },
): Promise<{ minutes: number } | QuestionRefused> {
  const by = Math.min(240, Math.max(-240, Math.trunc(minutes) || 0));
  return asHost(ctx, monthId, async (tx) => {
    await shift(tx, await listAll(tx, monthId), 0, by);
    await announce(tx, monthId);
    return { minutes: by };
  });
}

/** Puts the waiting questions in another order; the minutes stay where they are. Ids left out keep the end. */
export async function reorderQuestions(
  ctx: Ctx,
  { monthId, ids }: { monthId: string; ids: string[] },
): Promise<{ ordered: number } | QuestionRefused> {
  return asHost(ctx, monthId, async (tx) => {
    const all = await listAll(tx, monthId);
    const waiting = all.filter(({ released }) => !released);
    const minutes = waiting.map(({ minute }) => minute).sort((a, b) => a - b);
    const wanted = ids.flatMap((id) => waiting.find((one) => one.id === id) ?? []);
    const ordered = [...new Set([...wanted, ...waiting])];
    await order(tx, [...all.filter(({ released }) => released), ...ordered]);
    for (const [at, one] of ordered.entries())
      await set(tx, one.id, { minute: minutes[at] ?? one.minute });
    await announce(tx, monthId);
    return { ordered: ordered.length };
  });
}

/** Adds a question, asked at a minute (the next one when none is given). Up to fifty in a month. */
export async function addQuestion(
  ctx: Ctx,
  { monthId, text, minute }: { monthId: string; text: unknown; minute?: number | undefined },
): Promise<Question | QuestionRefused> {
  const read = readPostText(text);
  if ('refused' in read) return read;
  return asHost(ctx, monthId, async (tx) => {
    const all = await listAll(tx, monthId);
    if (all.length >= mostQuestions) return { refused: 'tooLong' };
    const at = minute ?? Math.max(0, await minuteNow(tx, monthId)) + 1;
    const number = Math.max(0, ...all.map((one) => one.number ?? 0)) + 1;
    const [made] = await tx.db
      .insert(question)
      .values({
        monthId,
        kind: 'question',
        number,
        position: all.length,
        text: read.text,
        minute: clamp(at),
      })
      .returning();
    if (!made) throw new Error('A question was not written.');
    const first = all.filter(({ released }) => released);
    const waiting = all.filter(({ released }) => !released);
    const before = waiting.filter(({ minute: due }) => due <= made.minute);
    const after = waiting.filter(({ minute: due }) => due > made.minute);
    await order(tx, [...first, ...before, made, ...after]);
    await announce(tx, monthId);
    return made;
  });
}

/**
 * Asks every question of a live month whose minute has come, in order, each exactly once however many
 * processes tick: they wait for each other at the month's row. A held one keeps those after it waiting.
 * Returns how many were asked.
 */
export async function releaseDue(tx: Tx, monthId: string): Promise<number> {
  const { rows } = await tx.db.execute(
    sql`select 1 from month where id = ${monthId} and state = 'live' for no key update`,
  );
  if (rows.length === 0) return 0;
  const minute = await minuteNow(tx, monthId);
  const waiting = (await listAll(tx, monthId)).filter(
    ({ released, skipped }) => !released && !skipped,
  );
  const stop = waiting.findIndex((one) => one.held || one.minute > minute);
  const due = stop < 0 ? waiting : waiting.slice(0, stop);
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  await tx.db
    .update(question)
    .set({ released: tx.clock.now() })
    .where(and(inArray(question.id, ids), isNull(question.released)));
  await askAloud(tx, monthId, ids);
  await announce(tx, monthId);
  return due.length;
}

/** The minute of the live hour now, as a fraction; negative before it. */
async function minuteNow(tx: Tx, monthId: string): Promise<number> {
  const { rows } = await tx.db.execute<ChatTimes & Record<string, unknown>>(sql`
    select m.state, (select max(v.at) from month_move v where v.month_id = m.id and v.to_state = 'live') as "wentLive",
      coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
        'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours
    from month m where m.id = ${monthId}`);
  const now = tx.clock.now().getTime();
  const clock = rows[0] && clockOf(rows[0], now);
  return clock === undefined ? -Infinity : (now - clock) / 60_000;
}

/** Finds a question that still waits, for one of its hosts; changes it, and tells the readers. */
async function changeWaiting(
  ctx: Ctx,
  id: string,
  change: (tx: Tx, chosen: Question, all: Question[]) => Promise<void>,
): Promise<Question | QuestionRefused> {
  if (!isId(id)) return { refused: 'gone' };
  const [known] = await ctx.db.select().from(question).where(eq(question.id, id));
  if (!known) return { refused: 'gone' };
  return asHost(ctx, known.monthId, async (tx) => {
    const all = await listAll(tx, known.monthId);
    const chosen = all.find((one) => one.id === id);
    if (!chosen) return { refused: 'gone' };
    if (chosen.released) return { refused: 'asked' };
    await change(tx, chosen, all);
    await announce(tx, known.monthId);
    const [after] = await tx.db.select().from(question).where(eq(question.id, id));
    return after ?? { refused: 'gone' };
  });
}

function listAll({ db }: Tx, monthId: string): Promise<Question[]> {
  return db
    .select()
    .from(question)
    .where(eq(question.monthId, monthId))
    .orderBy(asc(question.position), asc(question.id));
}

async function set({ db }: Tx, id: string, values: Partial<Question>): Promise<void> {
  await db.update(question).set(values).where(eq(question.id, id));
}

async function order(tx: Tx, all: Question[]): Promise<void> {
  for (const [position, one] of all.entries()) {
    if (one.position !== position) await set(tx, one.id, { position });
  }
}

/** Moves the minutes of all that wait, from a place on. */
async function shift(tx: Tx, all: Question[], from: number, minutes: number): Promise<void> {
  const by = Math.ceil(minutes);
  for (const one of all) {
    if (one.released || one.position < from) continue;
    await set(tx, one.id, { minute: clamp(one.minute + by) });
  }
}

const clamp = (minute: number) => Math.min(lastMinute, Math.max(0, Math.trunc(minute) || 0));

/** Readers of the chat and of the month's page see other questions now. */
async function announce(tx: Tx, monthId: string): Promise<void> {
  await nextRevision(tx, monthId);
  tx.wake({ kind: 'month', id: monthId });
}
