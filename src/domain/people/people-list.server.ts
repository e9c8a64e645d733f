import { tidyHandle } from './handle.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** One person in the operator's list: nothing that they have not made public, but for the month they came. */
export interface ListedPerson {
  id: string;
  handle: string;
  name: string;
  /** `YYYY-MM`. */
  since: string;
  operator: boolean;
}

/** How many people one page of the list has. */
export const peopleAtOnce = 50;

/**
 * People of this place by when they came, newest first, or those whose handle begins with `handle`. Shows neither
 * addresses nor roles nor when somebody was last here. Refuses `gone` to everybody but the operator.
 */
export async function listPeople(
  ctx: Ctx,
  { handle = '', before }: { handle?: string; before?: string | undefined } = {},
): Promise<ListedPerson[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { rows } = await ctx.pool.query<ListedPerson>({
    name: 'people list',
    text: `select p.id::text, p.handle, p.name, to_char(p.published at time zone 'UTC', 'YYYY-MM') as since,
        o.person_id is not null as operator
      from person p left join operator o on o.person_id = p.id
      where p.host is null and p.kind = 'person' and starts_with(p.handle, $1) and ($2::bigint is null or p.id < $2)
      order by p.id desc limit $3`,
    values: [tidyHandle(handle).replace(/[^a-z0-9_]/g, '%'), before ?? null, peopleAtOnce],
  });
  return rows;
}
