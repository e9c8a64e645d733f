import { and, count, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { MentionedPage, MentionProtocol } from './rules.ts';
import { toldLink } from './schema.server.ts';
import { month } from '#domain/club/schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How many days it is remembered that a page that others were told of is gone. */
export const goneDays = 90;

/** Hears that a month or its guest post changed. A minute later its links are told, once for many changes. */
export async function tellLinksLater(tx: Tx, { monthId = '' }: About): Promise<void> {
  const startAfter = new Date(tx.clock.now().getTime() + minuteMs);
  await tx.jobs.forget(tx.db, 'tell-links', { monthId });
  await tx.jobs.send(tx.db, 'tell-links', { monthId }, { startAfter });
}

/** A page that stands open now, and where it leads. */
export interface Leading {
  page: MentionedPage;
  source: string;
  version: string;
  links: ReadonlySet<string>;
}

/** What the job of one link is told. `gone`: the link, or the page with it, is no more. */
export interface Telling {
  source: string;
  target: string;
  gone?: boolean;
}

type Row = typeof toldLink.$inferSelect;

/**
 * Writes down where the open pages of a month lead now, and sends a job for each link that is new, that stands
 * in changed words, or that is gone. The same words again tell nobody anything.
 */
export async function persistTelling(
  ctx: Ctx,
  monthId: string,
  pages: readonly Leading[],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.db.select({ id: month.id }).from(month).where(eq(month.id, monthId)).for('update');
    const rows = await tx.db.select().from(toldLink).where(eq(toldLink.monthId, monthId));
    for (const row of rows) if (!row.gone && !leadsStill(row, pages)) await markGone(tx, row);
    for (const { links, ...page } of pages)
      for (const target of links) await keepLink(tx, rows, { ...page, monthId, target });
  });
}

function leadsStill({ page, source, target }: Row, pages: readonly Leading[]): boolean {
  return pages.some((one) => one.page === page && one.source === source && one.links.has(target));
}

async function markGone(tx: Tx, { id, way, source, target }: Row): Promise<void> {
  await tx.db.update(toldLink).set({ gone: tx.clock.now() }).where(eq(toldLink.id, id));
  // A pingback cannot be taken back.
  if (way === 'webmention') await tx.jobs.send(tx.db, 'tell-link', { source, target, gone: true });
}

async function keepLink(
  tx: Tx,
  rows: readonly Row[],
  link: Pick<Row, 'monthId' | 'page' | 'source' | 'target' | 'version'>,
): Promise<void> {
  const { page, source, target, version } = link;
  const old = rows.find(
    (row) => row.page === page && row.source === source && row.target === target,
  );
  if (old?.version === version && !old.gone) return;
  await tx.db
    .insert(toldLink)
    .values(link)
    .onConflictDoUpdate({
      target: [toldLink.monthId, toldLink.page, toldLink.source, toldLink.target],
      set: { version, gone: null },
    });
  // A pingback is told once: its other end knows no change.
  if (old?.way !== 'pingback') await tx.jobs.send(tx.db, 'tell-link', { source, target });
}

/** Whether a job still says what is true: the link stands, or stands no more. */
export async function stillTrue({ db }: Ctx, telling: Telling): Promise<boolean> {
  const [row] = await db.select({ gone: toldLink.gone }).from(toldLink).where(linkOf(telling));
  return telling.gone ? !row || row.gone !== null : row?.gone === null;
}

/** Notes how a link was told, or that its page takes nothing; one that took it once stays known for that. */
export async function noteTold(
  { db, clock }: Ctx,
  telling: Telling,
  way: MentionProtocol | 'none',
): Promise<void> {
  const known = way === 'none' ? sql`coalesce(${toldLink.way}, 'none')` : way;
  await db.update(toldLink).set({ way: known, told: clock.now() }).where(linkOf(telling));
}

const linkOf = ({ source, target }: Telling) =>
  and(eq(toldLink.source, source), eq(toldLink.target, target));

/** Whether a page was here that others were told of and is no more: it says so, so that they forget it, too. */
export async function wasHere(ctx: Ctx, path: string): Promise<boolean> {
  const [found] = await ctx.db
    .select({ many: count() })
    .from(toldLink)
    .where(
      and(
        eq(toldLink.source, ctx.config.origin + path),
        eq(toldLink.way, 'webmention'),
        isNotNull(toldLink.gone),
      ),
    );
  return (found?.many ?? 0) > 0;
}

/** Tells that pages are gone for good, and forgets that they were: for whoever is erased with them. */
export async function takeBack(tx: Tx, guestPostsOf: readonly string[]): Promise<void> {
  for (const monthId of guestPostsOf) {
    const here = and(eq(toldLink.monthId, monthId), eq(toldLink.page, 'guestPost'));
    const rows = await tx.db.delete(toldLink).where(here).returning();
    for (const { source, target, way, gone } of rows)
      if (way === 'webmention' && !gone)
        await tx.jobs.send(tx.db, 'tell-link', { source, target, gone: true });
  }
}

/** The job of every hour: forgets pages that have been gone for long. */
export async function forgetGoneLinks({ db, clock }: Services): Promise<void> {
  const before = new Date(clock.now().getTime() - goneDays * dayMs);
  await db.delete(toldLink).where(lte(toldLink.gone, before));
}
