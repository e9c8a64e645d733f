import { sql, type SQL } from 'drizzle-orm';
import { follows, unblocked } from '#domain/connections/pairs.server.ts';
import { asHandle, asServer, handleHere, tidyHandle } from '#domain/people/handle.ts';
import { livesHere } from '#domain/people/lives-here.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Which part of what is found: the first `limit` after `offset`; `following`: only whom the viewer follows. */
export interface SearchWindow {
  limit: number;
  offset?: number;
  following?: boolean;
}

const longestWords = 100;
const mostOffset = 10_000;

/**
 * The people whom these words find, by id: whoever has exactly this handle, those whom the viewer follows,
 * and those who wish to be found, where the handle or words of the name begin with the words. The exact one first, then
 * those whom one follows, then by handle; nothing else about anybody changes the order. Two of whom one
 * blocked the other never find each other. `@anna`, `@anna@this.place` and `@anna@elsewhere.example` are handles.
 */
export async function searchPeople(
  ctx: Ctx,
  words: string,
  { limit, offset = 0, following = false }: SearchWindow,
): Promise<string[]> {
  const sought = wordsOf(ctx, words);
  if (!sought) return [];
  const me = ctx.viewer?.personId;
  const followed = me ? follows(me, sql`p.id`) : sql`p.id is null`;
  const begins = sql`(p.handle like ${`${escaped(sought.handle)}%`}${
    sought.name
      ? sql` or to_tsvector('simple', p.name) @@ to_tsquery('simple', ${sought.name})`
      : sql``
  })`;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select p.id::text as id from person p
    where ${following ? sql`${followed} and ${begins}` : sql`(p.handle = ${sought.handle} or (${begins} and (p.discoverable or ${followed})))`}
      and ${apart(ctx)}
    order by p.handle = ${sought.handle} desc, ${followed} desc, p.handle
    limit ${limit} offset ${Math.min(offset, mostOffset)}`);
  return rows.map(({ id }) => id);
}

/**
 * What is looked for: the beginning of a handle, and of words of a name unless an @ says that a handle is meant.
 * The name of this server, or its beginning, may stand behind a handle of this place.
 */
function wordsOf({ config }: Ctx, words: string): { handle: string; name?: string } | undefined {
  const tidy = words.trim().slice(0, longestWords).toLowerCase();
  const [, handle = '', host] = /^@?([^@\s]*)(?:@(\S*))?$/.exec(tidy) ?? [];
  if (host !== undefined && !new URL(config.origin).host.startsWith(host))
    return handle ? { handle: `${handle}@${asServer(host) ?? host}` } : undefined;
  if (tidy.startsWith('@') || host !== undefined) return handle ? { handle } : undefined;
  const beginnings = (tidy.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `${word}:*`);
  return tidy ? { handle: handle || tidy, name: beginnings.join(' & ') } : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

function apart({ viewer }: Ctx): SQL {
  return viewer ? sql`(p.id = ${viewer.personId} or ${unblocked(viewer, sql`p.id`)})` : sql`true`;
}

/** The handle that an app's `acct` names: `anna`, `@anna` and `anna@this.place` are one; `anna@elsewhere.example`. */
export function handleOf({ config }: Pick<Ctx, 'config'>, acct: string): string | undefined {
  const handle = asHandle(`@${tidyHandle(acct)}`);
  // What names this server must be a handle of it, too.
  return handle && asHandle(`@${handleHere(handle, new URL(config.origin).host)}`);
}

/** The people of this place who wish to be found, by id: who wrote last (`active`), or who came last (`new`). */
export async function listDirectory(
  ctx: Ctx,
  { limit, offset = 0, order }: SearchWindow & { order: 'active' | 'new' },
): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select p.id::text as id from person p left join post_count c on c.person_id = p.id
    where p.discoverable and ${livesHere(sql`p`)} and ${apart(ctx)}
    order by ${order === 'active' ? sql`c.last_day desc nulls last, p.id desc` : sql`p.id desc`}
    limit ${limit} offset ${Math.min(offset, mostOffset)}`);
  return rows.map(({ id }) => id);
}
