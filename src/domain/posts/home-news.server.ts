import { sql } from 'drizzle-orm';
import { listHome } from './home.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** The most that is counted. */
const most = 20;

/** How many lines are new in the viewer's home timeline since this one, up to twenty; own posts are no news. */
export async function countHomeSince(ctx: Ctx, since: string): Promise<number> {
  const lines = await listHome(ctx, { limit: most, ...(since !== '0' && { sinceId: since }) });
  const { viewer } = ctx;
  return lines.filter(({ post, boost }) => (boost ?? post).author.id !== viewer?.personId).length;
}

/** In whose home timelines these lines stand, of these people: who has to be told that something is new. */
export async function whoHasAtHome(
  { db }: Pick<Ctx, 'db'>,
  lineIds: readonly string[],
  personIds: readonly string[],
): Promise<Set<string>> {
  const lines = lineIds.filter(isId);
  if (lines.length === 0 || personIds.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct person_id::text as id from home_line
    where id = any(${sql.param(lines)}::bigint[])
      and person_id = any(${sql.param([...personIds])}::bigint[]) and author_id <> person_id`);
  return new Set(rows.map(({ id }) => id));
}
