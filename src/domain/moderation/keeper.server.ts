import { and, asc, eq, lt } from 'drizzle-orm';
import { leftOutcome } from './rules.ts';
import { report } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;
const keptDays = 365;

/** What a person reported and what came of it, for themselves. Whom it was about is another's matter. */
export async function exportFor(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<Record<string, unknown>> {
  const { category, comment, rules, created, state, outcome, closed } = report;
  const reports = await db
    .select({ category, comment, rules, created, state, outcome, closed })
    .from(report)
    .where(eq(report.reporterId, personId))
    .orderBy(asc(report.id));
  return reports.length > 0 ? { reports } : {};
}

/**
 * Takes a person out of all reports: their words out of those they made, of which only what it was about
 * stays while it is open; those about them are resolved.
 */
export async function erase(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  personId: string,
): Promise<void> {
  const now = clock.now();
  const made = eq(report.reporterId, personId);
  await db.delete(report).where(and(made, eq(report.state, 'resolved')));
  await db.update(report).set({ reporterId: null, comment: '', outcome: '' }).where(made);
  const about = eq(report.aboutId, personId);
  const over = { state: 'resolved', outcome: leftOutcome, closed: now, updated: now } as const;
  await db
    .update(report)
    .set(over)
    .where(and(about, eq(report.state, 'open')));
  await db.update(report).set({ aboutId: null, postIds: [] }).where(about);
  await db.update(report).set({ closedBy: null }).where(eq(report.closedBy, personId));
  await db.update(report).set({ assignedTo: null }).where(eq(report.assignedTo, personId));
}

/** Forgets reports that were resolved more than a year ago. */
export async function forgetOldReports({
  db,
  clock,
}: Pick<Services, 'db' | 'clock'>): Promise<void> {
  await db
    .delete(report)
    .where(lt(report.closed, new Date(clock.now().getTime() - keptDays * day)));
}
