import { and, asc, desc, count, eq, isNull, lte, sql } from 'drizzle-orm';
import { gone } from './inner/found.server.ts';
import { holdMedia, releaseMedia, type AttachRefused } from './media-of-posts.server.ts';
import { scheduledPost } from './scheduled-schema.server.ts';
import { TakenBack, whyTakenBack } from './taken-back.server.ts';
import { whyNot, writePost, type WriteRefused, type Writing } from './write.server.ts';
import { isId } from '#domain/people/id.ts';
import { viewerOf } from '#domain/people/viewer-of.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';
import { newestFirst, within, type Window } from '#platform/window.server.ts';

/** A post that is written and waits for its hour. */
export interface Scheduled {
  id: string;
  writing: Writing;
  due: Date;
  /** Why it could not be published at its hour; it waits for another one then. */
  failed: string | null;
}

/** Why a post cannot be planned. `due`: under five minutes or over five years ahead; `tooMany`: over 300 wait. */
export type ScheduleRefused = WriteRefused | AttachRefused | { refused: 'due' | 'tooMany' };

const soonest = 5 * 60 * 1000;
const latest = 5 * 365 * 24 * 60 * 60 * 1000;
const most = 300;

/**
 * Plans a post. It is looked at now as if it were sent, so that what cannot be published is said at once.
 * The same key of the same person is the same plan.
 */
export async function schedulePost(
  ctx: Ctx,
  { writing, due }: { writing: Writing; due: Date },
): Promise<Scheduled | ScheduleRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const { idempotencyKey = null, ...kept } = writing;
  // Days may pass until it is posted: it is looked at again then.
  delete kept.looked;
  const twin = idempotencyKey && (await findByKey(ctx, viewer, idempotencyKey));
  if (twin) return twin;
  if (!isAhead(ctx, due)) return { refused: 'due' };
  const no = await whyNot(ctx, kept);
  if (no) return no;
  return inTransaction(ctx, async (tx) => {
    const { personId } = viewer;
    await tx.db.execute(sql`select from person where id = ${personId} for no key update`);
    const own = eq(scheduledPost.personId, personId);
    const [waiting] = await tx.db.select({ n: count() }).from(scheduledPost).where(own);
    if ((waiting?.n ?? 0) >= most) return { refused: 'tooMany' as const };
    const row = { personId, writing: kept, due, idempotencyKey, written: tx.clock.now() };
    const [made] = await tx.db.insert(scheduledPost).values(row).onConflictDoNothing().returning();
    if (!made) return (await findByKey(tx, viewer, idempotencyKey ?? '')) ?? gone;
    const ids = kept.mediaIds ?? [];
    const refused = ids.length > 0 && (await holdMedia(tx, { scheduledId: made.id, ids }));
    if (refused) throw new TakenBack(refused);
    return made;
  }).catch(whyTakenBack);
}

function isAhead({ clock }: Ctx, due: Date): boolean {
  const ahead = due.getTime() - clock.now().getTime();
  return ahead >= soonest && ahead <= latest;
}

async function findByKey({ db }: Pick<Ctx, 'db'>, { personId }: Viewer, key: string) {
  const own = and(eq(scheduledPost.personId, personId), eq(scheduledPost.idempotencyKey, key));
  return (await db.select().from(scheduledPost).where(own))[0];
}

/** The viewer's planned posts, the newest first. */
export async function listScheduled({ db, viewer }: Ctx, window: Window): Promise<Scheduled[]> {
  if (!viewer) return [];
  const { id } = scheduledPost;
  const rows = await db
    .select()
    .from(scheduledPost)
    .where(and(eq(scheduledPost.personId, viewer.personId), within(id, window)))
    .orderBy(window.minId ? asc(id) : desc(id))
    .limit(window.limit);
  return newestFirst(rows, window);
}

/** One of them; nothing for every other id. */
export async function findScheduled(
  { db, viewer }: Ctx,
  id: string,
): Promise<Scheduled | undefined> {
  if (!viewer || !isId(id)) return undefined;
  return (await db.select().from(scheduledPost).where(own(viewer, id)))[0];
}

/** Gives a planned post another hour, also one that could not be published. Refuses `gone` and `due`. */
export async function reschedule(
  ctx: Ctx,
  { id, due }: { id: string; due: Date },
): Promise<Scheduled | { refused: 'gone' | 'due' }> {
  const { viewer, db } = ctx;
  if (!(await findScheduled(ctx, id)) || !viewer) return gone;
  if (!isAhead(ctx, due)) return { refused: 'due' };
  const set = { due, failed: null };
  const [after] = await db.update(scheduledPost).set(set).where(own(viewer, id)).returning();
  return after ?? gone;
}

/** Lets go of a planned post: it will not be published, and its files go after a day. Refuses `gone`. */
export async function unschedule(ctx: Ctx, id: string): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || !isId(id)) return gone;
  return inTransaction(ctx, async (tx) => {
    const [taken] = await tx.db.delete(scheduledPost).where(own(viewer, id)).returning();
    if (!taken) return gone;
    await releaseMedia(tx, id);
    return undefined;
  });
}

function own({ personId }: Viewer, id: string) {
  return and(eq(scheduledPost.id, id), eq(scheduledPost.personId, personId));
}

const atOnce = 100;

/**
 * The job of every minute that publishes what is due. Two of it at once publish each post once: the plan ends
 * in the transaction that writes the post. What is refused keeps the reason and waits for another hour.
 */
export async function publishScheduled(services: Services, _data: object): Promise<void> {
  const { db, clock } = services;
  const due = and(lte(scheduledPost.due, clock.now()), isNull(scheduledPost.failed));
  const rows = await db
    .select()
    .from(scheduledPost)
    .where(due)
    .orderBy(scheduledPost.due)
    .limit(atOnce);
  for (const { id, personId, writing } of rows) {
    const viewer = await viewerOf(services, personId);
    // Whoever cannot sign in any more publishes nothing.
    const made = viewer
      ? await writePost({ ...services, viewer }, writing, id)
      : ({ refused: 'signIn' } as const);
    if (!('refused' in made) || made.refused === 'tooFast') continue;
    const set = { failed: made.refused };
    await db.update(scheduledPost).set(set).where(eq(scheduledPost.id, id));
  }
}
