import { isId } from '#domain/people/id.ts';

/** How many posts a page of a list shows. */
const postsAtOnce = 20;

/** The part of a list that an address asks for: what is older than `?before=`. */
export function windowOf(url: URL, limit = postsAtOnce): { limit: number; maxId?: string } {
  const before = url.searchParams.get('before');
  return isId(before) ? { limit, maxId: before } : { limit };
}

/** The address of the page with what is older; none when this page was not full. */
export function olderThan(
  { pathname, searchParams }: URL,
  ids: readonly string[],
  limit = postsAtOnce,
): string | undefined {
  const last = ids.at(-1);
  // A page may be short by what its reader may not read any more.
  if (ids.length < limit - 4 || !last) return undefined;
  const query = new URLSearchParams(searchParams);
  for (const passing of ['sent', 'problem']) query.delete(passing);
  query.set('before', last);
  return `${pathname}?${query}`;
}
