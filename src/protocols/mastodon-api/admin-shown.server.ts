import { adminAccountOf, adminReportOf } from './entities/admin.ts';
import { refuse } from './errors.ts';
import { showPosts } from './show.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { findAccounts } from '#domain/moderation/accounts.server.ts';
import type { Report } from '#domain/moderation/report-desk.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** For everybody who does not look after the place, whatever their token says. */
export const notAllowed = (): Response => refuse(403, 'This action is not allowed');

/** People as operators read them, by id. */
export async function showPeople(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, ReturnType<typeof adminAccountOf>>> {
  const accounts = await findAccounts(ctx, ids);
  const authors = await readAuthors(ctx, [...accounts.keys()]);
  return new Map(
    [...accounts].flatMap(([id, account]) => {
      const author = authors.get(id);
      return author ? [[id, adminAccountOf(ctx.config.origin, author, account)] as const] : [];
    }),
  );
}

/** Reports as operators read them: of the posts only what everybody may read. */
export async function showReports(ctx: Ctx, reports: readonly Report[]): Promise<object[]> {
  const everybody: Ctx = { ...ctx, viewer: null };
  const ids = reports.flatMap(({ reporterId, aboutId, assignedTo, closedBy }) =>
    [reporterId, aboutId, assignedTo, closedBy].filter((id) => id !== null),
  );
  const people = await showPeople(ctx, [...new Set(ids)]);
  const { rules } = await readSettings(ctx);
  const posts = await readPosts(everybody, [...new Set(reports.flatMap((one) => one.postIds))]);
  const shown = new Map(
    (await showPosts(everybody, posts)).map((status, at) => [posts[at]?.id ?? '', status]),
  );
  return reports.map((report) => {
    const statuses = report.postIds.flatMap((id) => shown.get(id) ?? []);
    return adminReportOf(report, { people, statuses, rules });
  });
}
