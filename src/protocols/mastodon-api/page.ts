import { answer } from './errors.ts';
import type { Call } from './route.ts';
import type { Window } from '#platform/window.server.ts';

const id = /^\d{1,18}$/;

/** Which part of a list is asked for. What is no id, and no number, counts as not said. */
export function windowOf({ query }: Pick<Call, 'query'>, usual = 20, most = 40): Window {
  const limit = Math.trunc(Number(query.get('limit') ?? usual));
  const read = (name: string) => {
    const value = query.get(name);
    return value && id.test(value) ? value : undefined;
  };
  const [maxId, sinceId, minId] = [read('max_id'), read('since_id'), read('min_id')];
  return {
    limit: Number.isFinite(limit) && limit >= 1 ? Math.min(limit, most) : usual,
    ...(maxId && { maxId }),
    ...(sinceId && { sinceId }),
    ...(minId && { minId }),
  };
}

/**
 * A part of a list, with links to the part before and after it. `ids` are the list's own numbers, first and
 * last of which the links name: of a list of bookmarks those of the bookmarks, not of the posts.
 */
export function answerPage(
  { ctx, request, query }: Pick<Call, 'ctx' | 'request' | 'query'>,
  items: object,
  ids: readonly string[],
): Response {
  const [first, last] = [ids[0], ids.at(-1)];
  if (!first || !last) return answer(items);
  const path = ctx.config.origin + new URL(request.url).pathname;
  const at = (name: string, value: string, rel: string) => {
    const others = new URLSearchParams(query);
    for (const known of ['max_id', 'since_id', 'min_id']) others.delete(known);
    others.set(name, value);
    return `<${path}?${others}>; rel="${rel}"`;
  };
  return answer(items, 200, {
    link: `${at('max_id', last, 'next')}, ${at('min_id', first, 'prev')}`,
  });
}
