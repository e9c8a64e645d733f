import { sql, type SQL } from 'drizzle-orm';
import { livesHere } from '#domain/people/lives-here.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/**
 * Which people an operator looks for: by the beginning of a handle, a part of a name, the duty, or where they live
 * (here, elsewhere, on one server). Clubs are none.
 */
export interface AccountFilter {
  handle?: string | undefined;
  name?: string | undefined;
  operators?: boolean | undefined;
  origin?: 'here' | 'elsewhere' | undefined;
  host?: string | undefined;
}

/** One person as operators may know them: nothing that is not public, but for the duty. */
export interface ListedAccount {
  id: string;
  operator: boolean;
}

/**
 * People in a window, newest first. There is no way to look for an address: operators see none. Refuses
 * `gone` to everybody but them.
 */
export async function listAccounts(
  ctx: Ctx,
  { handle = '', name = '', operators = false, origin, host }: AccountFilter,
  window: Window,
): Promise<ListedAccount[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { rows } = await ctx.db.execute<ListedAccount & Record<string, unknown>>(sql`
    select p.id::text as id, o.person_id is not null as operator
    from person p left join operator o on o.person_id = p.id
    where starts_with(p.handle, ${handle.toLowerCase()}) and strpos(lower(p.name), ${name.toLowerCase()}) > 0
      and (not ${operators} or o.person_id is not null) and ${livesIn(origin)}
      and (${host ?? null}::text is null or p.host = lower(${host ?? null}))
      and ${within(sql`p.id`, window)}
    ${inOrder(sql`p.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window);
}

function livesIn(origin: AccountFilter['origin']): SQL {
  if (origin === 'here') return livesHere(sql`p`);
  const elsewhere = sql`p.host is not null`;
  return origin ? elsewhere : sql`(${elsewhere} or ${livesHere(sql`p`)})`;
}

/** Which of these people exist, and who of them has the duty; nobody, for everybody but operators. */
export async function findAccounts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, ListedAccount>> {
  if (!ctx.viewer?.operator) return new Map();
  const { rows } = await ctx.db.execute<ListedAccount & Record<string, unknown>>(sql`
    select p.id::text as id, o.person_id is not null as operator
    from person p left join operator o on o.person_id = p.id
    where p.id = any(${sql.param([...ids])}::bigint[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
