import { desc, eq } from 'drizzle-orm';
import { reportBounds, type ReportWords } from './rules.ts';
import { report } from './schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { isId } from '#domain/people/id.ts';
import { writeToOperators } from '#domain/people/letters.server.ts';
import { readAuthors, type Author } from '#domain/posts/authors.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Whom somebody reports, and for what. */
export interface NewReport extends ReportWords {
  aboutId: string;
  postIds: readonly string[];
  forward: boolean;
}

/** A report as whoever made it may know it: never who looked at it. */
export type OwnReport = Pick<
  typeof report.$inferSelect,
  | 'id'
  | 'postIds'
  | 'category'
  | 'comment'
  | 'rules'
  | 'forward'
  | 'created'
  | 'state'
  | 'outcome'
  | 'closed'
> & { about: Author | undefined };

/** Why nothing was reported. */
export type ReportRefused = { refused: 'gone' | 'self' | 'tooFast' | 'rules' };

const often = { times: 20, seconds: 60 * 60 };
const oneDay = { times: 1, seconds: 24 * 60 * 60 };
const atMost = 200;

/**
 * Asks the operators to look at somebody. Whom one has blocked, or who has blocked one, can be reported too:
 * otherwise a block would be a shelter. Posts count that are theirs and that the reporter, or everybody, can
 * read; others are left out as if they were not there. Refuses `gone` for nobody and to guests, oneself,
 * rules that do not exist, and more than twenty an hour.
 */
export async function fileReport(
  ctx: Ctx,
  wish: NewReport,
): Promise<{ report: OwnReport } | ReportRefused> {
  const { viewer } = ctx;
  if (!viewer || !isId(wish.aboutId)) return { refused: 'gone' };
  if (wish.aboutId === viewer.personId) return { refused: 'self' };
  const about = (await readAuthors(ctx, [wish.aboutId])).get(wish.aboutId);
  if (!about) return { refused: 'gone' };
  const { rules: known } = await readSettings(ctx);
  const rules = [...new Set(wish.rules)].sort((a, b) => a - b);
  if (rules.some((rule) => rule < 1 || rule > known.length)) return { refused: 'rules' };
  if (await limited(ctx, `reports of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  const now = ctx.clock.now();
  const row = {
    reporterId: viewer.personId,
    aboutId: about.id,
    postIds: await readable(ctx, about.id, wish.postIds),
    category: rules.length > 0 ? ('violation' as const) : wish.category,
    ...{ comment: wish.comment, rules, forward: wish.forward, created: now, updated: now },
  };
  const quiet = await limited(ctx, 'letter about reports', oneDay);
  return inTransaction(ctx, async (tx) => {
    const [made] = await tx.db.insert(report).values(row).returning();
    if (!made) throw new Error('No report was made.');
    if (!quiet) await writeToOperators(tx, { kind: 'somebodyReported' });
    if (wish.forward) await announce(tx, 'reportForwarded', forwarded(made));
    return { report: ownOf(made, about) };
  });
}

/** What goes along: never who has reported. */
function forwarded({ id, aboutId, comment, postIds }: typeof report.$inferSelect) {
  return { reportId: id, aboutId: aboutId ?? '', comment, postIds: postIds.join(' ') };
}

async function readable(ctx: Ctx, authorId: string, ids: readonly string[]): Promise<string[]> {
  const asked = [...new Set(ids)].slice(0, reportBounds.posts);
  const own = await readPosts(ctx, asked);
  // Whoever was blocked by somebody cannot read them any more, but everybody else still can.
  const open = await readPosts({ ...ctx, viewer: null }, asked);
  const known = new Set([...own, ...open].filter((p) => p.author.id === authorId).map((p) => p.id));
  return asked.filter((id) => known.has(id));
}

/** What the viewer has reported and what came of it, newest first; none for guests. */
export async function listOwnReports(ctx: Ctx): Promise<OwnReport[]> {
  if (!ctx.viewer) return [];
  const rows = await ctx.db
    .select()
    .from(report)
    .where(eq(report.reporterId, ctx.viewer.personId))
    .orderBy(desc(report.id))
    .limit(atMost);
  const people = await readAuthors(
    ctx,
    rows.map(({ aboutId }) => aboutId).filter((id) => id !== null),
  );
  return rows.map((row) => ownOf(row, people.get(row.aboutId ?? '')));
}

function ownOf(row: typeof report.$inferSelect, about: Author | undefined): OwnReport {
  const { id, postIds, category, comment, rules, forward, created, state, outcome, closed } = row;
  return { id, postIds, category, comment, rules, forward, created, state, outcome, closed, about };
}
