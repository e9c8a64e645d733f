import { and, asc, desc, eq, isNotNull, type SQL } from 'drizzle-orm';
import { usualOutcome, type ReportCategory } from './rules.ts';
import { report } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { newestFirst, within, type Window } from '#platform/window.server.ts';

/** A report as operators read it: numbers of people and posts, and the reporter's own words. */
export type Report = typeof report.$inferSelect & { aboutId: string };

/** Which reports an operator wants to see. */
export interface ReportFilter {
  resolved?: boolean | undefined;
  reporterId?: string | undefined;
  aboutId?: string | undefined;
}

type Gone = { refused: 'gone' };

/**
 * Reports in a window, newest first; open ones unless resolved ones are asked for. Those about somebody who
 * has left are not among them. Refuses `gone` to everybody but operators.
 */
export async function listReports(
  ctx: Ctx,
  { resolved = false, reporterId, aboutId }: ReportFilter,
  window: Window,
): Promise<Report[] | Gone> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const which = and(
    eq(report.state, resolved ? 'resolved' : 'open'),
    isNotNull(report.aboutId),
    reporterId ? eq(report.reporterId, reporterId) : undefined,
    aboutId ? eq(report.aboutId, aboutId) : undefined,
    within(report.id, window),
  );
  return newestFirst(await read(ctx, which, window), window);
}

/** One report. Refuses as above. */
export async function findReport(ctx: Ctx, id: string): Promise<Report | Gone> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const which = and(eq(report.id, id), isNotNull(report.aboutId));
  const [found] = await read(ctx, which, { limit: 1 });
  return found ?? { refused: 'gone' };
}

async function read(
  { db }: Ctx,
  which: SQL | undefined,
  { limit, minId }: Window,
): Promise<Report[]> {
  const rows = await db
    .select()
    .from(report)
    .where(which)
    .orderBy(minId ? asc(report.id) : desc(report.id))
    .limit(limit);
  return rows.filter((row): row is Report => row.aboutId !== null);
}

/** Says that a report was looked at. Its reporter is told the outcome, or that it was looked at. */
export function resolveReport(ctx: Ctx, id: string, outcome = ''): Promise<Report | Gone> {
  const [closed, closedBy] = [ctx.clock.now(), ctx.viewer?.personId ?? null];
  const change = { state: 'resolved', outcome: outcome || usualOutcome, closed, closedBy } as const;
  return byOperator(ctx, id, 'resolve-report', change);
}

/** Takes that back; the reporter sees it as open again. */
export function reopenReport(ctx: Ctx, id: string): Promise<Report | Gone> {
  const change = { state: 'open', outcome: '', closed: null, closedBy: null } as const;
  return byOperator(ctx, id, 'reopen-report', change);
}

/** Says that the viewer looks at it, or nobody. */
export function assignReport(ctx: Ctx, id: string, to: 'self' | 'nobody'): Promise<Report | Gone> {
  const assignedTo = to === 'self' ? (ctx.viewer?.personId ?? null) : null;
  return byOperator(ctx, id, 'assign-report', { assignedTo });
}

/** Changes what a report is about. Refuses `rules` when one of them does not exist. */
export async function changeReport(
  ctx: Ctx,
  id: string,
  { category, rules }: { category?: ReportCategory | undefined; rules?: number[] | undefined },
): Promise<Report | Gone | { refused: 'rules' }> {
  const { rules: known } = await readSettings(ctx);
  if (rules?.some((rule) => !isRule(rule, known))) return { refused: 'rules' };
  const change = { ...(category && { category }), ...(rules && { rules }) };
  return byOperator(ctx, id, 'change-report', change);
}

const isRule = (rule: number, known: readonly string[]) =>
  Number.isInteger(rule) && rule >= 1 && rule <= known.length;

async function byOperator(
  ctx: Ctx,
  id: string,
  act: string,
  change: Partial<typeof report.$inferInsert>,
): Promise<Report | Gone> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const one = and(eq(report.id, id), isNotNull(report.aboutId));
    const set = { ...change, updated: tx.clock.now() };
    const changed = await tx.db.update(report).set(set).where(one).returning();
    if (changed.length === 0) return { refused: 'gone' };
    await writeAudit(tx, { act, subject: id });
    return findReport(tx, id);
  });
}
