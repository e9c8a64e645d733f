import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { AnnouncementWords } from './announcement-form.ts';
import { writeAudit } from './audit.server.ts';
import { announcement, announcementRead } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { htmlFromPlainText } from '#platform/text.server.ts';

/** What everybody is told, and whether the viewer has put it away. */
export type Announcement = Omit<typeof announcement.$inferSelect, 'withdrawn'> & { read: boolean };

/** The last day counts until it is over everywhere on earth. */
const lastHours = 36;
const atMost = 100;

/** Not withdrawn and not over. */
function isOn(now: Date): SQL | undefined {
  const end = sql`${announcement.ends} + case when ${announcement.allDay} then make_interval(hours => ${lastHours}) else interval '0' end`;
  return and(
    isNull(announcement.withdrawn),
    sql`(${announcement.ends} is null or ${end} > ${now})`,
  );
}

/** What is announced now, oldest first; none for guests. `dismissed` also gives what was put away. */
export async function listAnnouncements(
  ctx: Ctx,
  { dismissed = false }: { dismissed?: boolean } = {},
): Promise<Announcement[]> {
  const all = await read(ctx, isOn(ctx.clock.now()));
  return dismissed ? all : all.filter((one) => !one.read);
}

/** One that is announced now. */
export async function findAnnouncement(ctx: Ctx, id: string): Promise<Announcement | undefined> {
  const [found] = await read(ctx, and(eq(announcement.id, id), isOn(ctx.clock.now())));
  return found;
}

async function read({ db, viewer }: Ctx, which: SQL | undefined): Promise<Announcement[]> {
  if (!viewer) return [];
  const mine = and(
    eq(announcementRead.announcementId, announcement.id),
    eq(announcementRead.personId, viewer.personId),
  );
  const rows = await db
    .select({ row: announcement, reader: announcementRead.personId })
    .from(announcement)
    .leftJoin(announcementRead, mine)
    .where(which)
    .orderBy(asc(announcement.id))
    .limit(atMost);
  return rows.map(({ row: { withdrawn: _none, ...told }, reader }) => ({
    ...told,
    read: reader !== null,
  }));
}

/** Puts an announcement away for the viewer; twice is once. Refuses `gone` for one that is not there. */
export async function dismissAnnouncement(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || !(await findAnnouncement(ctx, id))) return { refused: 'gone' };
  const row = { announcementId: id, personId: viewer.personId };
  await ctx.db.insert(announcementRead).values(row).onConflictDoNothing();
}

/** Tells everybody. Refuses `gone` to everybody but the operator. */
export function announceToAll(ctx: Ctx, words: AnnouncementWords) {
  return byOperator(ctx, 'announce', async (tx) => {
    const now = tx.clock.now();
    const row = { ...rowOf(words), published: now, updated: now };
    const [made] = await tx.db.insert(announcement).values(row).returning();
    return made?.id;
  });
}

/** Says it anew, to those who have put it away too. Refuses `gone` as above, and for one that is over. */
export function changeAnnouncement(ctx: Ctx, id: string, words: AnnouncementWords) {
  return byOperator(ctx, 'change-announcement', async (tx) => {
    const row = { ...rowOf(words), updated: tx.clock.now() };
    const one = and(eq(announcement.id, id), isNull(announcement.withdrawn));
    const [changed] = await tx.db.update(announcement).set(row).where(one).returning();
    await tx.db.delete(announcementRead).where(eq(announcementRead.announcementId, id));
    return changed?.id;
  });
}

/** Ends an announcement for everybody. Refuses `gone` as above. */
export function endAnnouncement(ctx: Ctx, id: string) {
  return byOperator(ctx, 'end-announcement', async (tx) => {
    const one = and(eq(announcement.id, id), isNull(announcement.withdrawn));
    const row = { withdrawn: tx.clock.now() };
    const [ended] = await tx.db.update(announcement).set(row).where(one).returning();
    await tx.db.delete(announcementRead).where(eq(announcementRead.announcementId, id));
    return ended?.id;
  });
}

function rowOf({ text, starts, ends }: AnnouncementWords) {
  return { text, html: htmlFromPlainText(text), starts, ends, allDay: Boolean(starts ?? ends) };
}

async function byOperator(
  ctx: Ctx,
  act: string,
  work: (tx: Tx) => Promise<string | undefined>,
): Promise<{ id: string } | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const id = await work(tx);
    if (id === undefined) return { refused: 'gone' as const };
    await writeAudit(tx, { act, subject: id });
    tx.wake({ kind: 'announcement', id });
    return { id };
  });
}
