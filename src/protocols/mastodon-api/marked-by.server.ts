import { orBoosted } from './boosted.server.ts';
import { notFound } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { anybody, person, type Call, type Route } from './route.ts';
import { showAccounts, showPosts } from './show.server.ts';
import {
  listBoosters,
  listFavouriters,
  listQuotes,
  type Marked,
} from '#domain/posts/marked-by.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Window } from '#platform/window.server.ts';

const reads = anybody('read:statuses');
const one = '/api/v1/statuses/:id';

/** Who likes a post, who boosted it, and what quotes it. */
export const markedByRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: `${one}/favourited_by`, needs: reads },
    answer: orBoosted((call) => people(call, listFavouriters)),
  },
  {
    ...{ method: 'GET', path: `${one}/reblogged_by`, needs: reads },
    answer: orBoosted((call) => people(call, listBoosters)),
  },
  { method: 'GET', path: `${one}/quotes`, needs: person('read:statuses'), answer: quotes },
];

async function people(
  call: Call,
  list: (ctx: Ctx, postId: string, window: Window) => Promise<Marked[] | undefined>,
): Promise<Response> {
  const found = await list(call.ctx, call.params['id'] ?? '', windowOf(call, 40, 80));
  if (!found) return notFound();
  const shown = await showAccounts(
    call.ctx,
    found.map(({ personId }) => personId),
  );
  return answerPage(
    call,
    shown,
    found.map(({ id }) => id),
  );
}

async function quotes(call: Call): Promise<Response> {
  const ids = await listQuotes(call.ctx, call.params['id'] ?? '', windowOf(call));
  if (!ids) return notFound();
  return answerPage(call, await showPosts(call.ctx, await readPosts(call.ctx, ids)), ids);
}
