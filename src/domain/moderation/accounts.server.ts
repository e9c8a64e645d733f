import { sql } from 'drizzle-orm';
import type { Ctx } from '#platform/ctx.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** Which people an operator looks for: by the beginning of a handle, a part of a name, or the duty. */
export interface AccountFilter {
  handle?: string | undefined;
  name?: string | undefined;
  operators?: boolean | undefined;
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
  { handle = '', name = '', operators = false }: AccountFilter,
  window: Window,
): Promise<ListedAccount[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { rows } = await ctx.db.execute<ListedAccount & Record<string, unknown>>(sql`
    select p.id::text as id, o.person_id is not null as operator
    from person p left join operator o on o.person_id = p.id
    where p.kind <> 'group' and starts_with(p.handle, ${handle.toLowerCase()}) and strpos(lower(p.name), ${name.toLowerCase()}) > 0
      and (not ${operators} or o.person_id is not null)
      and ${within(sql`p.id`, window)}
    ${inOrder(sql`p.id`, window)} limit ${window.limit}`);
  return newestFirst(rows, window);
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
