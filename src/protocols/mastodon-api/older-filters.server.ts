import { olderFilterOf } from './entities/filter.ts';
import { answer, notFound, refuse } from './errors.ts';
import { readOlderBody, refusedFilter } from './filter-bodies.server.ts';
import { person, type Call, type Route } from './route.ts';
import { changeKeyword, findKeyword } from '#domain/posts/filter-parts.server.ts';
import {
  changeFilter,
  listFilters,
  makeFilter,
  removeFilter,
} from '#domain/posts/filters.server.ts';

const reads = person('read:filters');
const writes = person('write:filters');

/** Filters as older apps know them: each keyword is one. Source: https://docs.joinmastodon.org/methods/filters/#v1 */
export const olderFilterRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/api/v1/filters', needs: reads },
    answer: async ({ ctx }) => {
      const filters = await listFilters(ctx);
      return answer(filters.flatMap((of) => of.keywords.map((word) => olderFilterOf(of, word))));
    },
  },
  { method: 'POST', path: '/api/v1/filters', needs: writes, answer: make },
  { method: 'GET', path: '/api/v1/filters/:id', needs: reads, answer: show },
  { method: 'PUT', path: '/api/v1/filters/:id', needs: writes, answer: change },
  { method: 'DELETE', path: '/api/v1/filters/:id', needs: writes, answer: remove },
];

async function show({ ctx, params }: Pick<Call, 'ctx' | 'params'>): Promise<Response> {
  const found = await findKeyword(ctx, params.id ?? '');
  return found ? answer(olderFilterOf(found.of, found.keyword)) : notFound();
}

async function make({ ctx, request }: Call): Promise<Response> {
  const said = await readOlderBody(request);
  if (said instanceof Response) return said;
  const { phrase: keyword, wholeWord = false, filter } = said;
  const made = await makeFilter(ctx, {
    ...filter,
    title: keyword,
    keywords: [{ keyword, wholeWord }],
  });
  if ('refused' in made) return refusedFilter(made);
  const [word] = made.keywords;
  return word ? answer(olderFilterOf(made, word)) : notFound();
}

async function change(call: Call): Promise<Response> {
  const { ctx, request, params } = call;
  const said = await readOlderBody(request);
  if (said instanceof Response) return said;
  const found = await findKeyword(ctx, params.id ?? '');
  if (!found) return notFound();
  const { of, keyword } = found;
  // What older apps take for one filter is a part of a larger one here.
  if (of.keywords.length > 1 && Object.keys(said.filter).length > 0)
    return refuse(422, 'Validation failed: This filter has further keywords');
  const word = { id: keyword.id, wholeWord: said.wholeWord };
  const made = await changeFilter(ctx, of.id, {
    ...said.filter,
    keywords: [{ ...word, ...(said.phrase !== undefined && { keyword: said.phrase }) }],
  });
  return 'refused' in made ? refusedFilter(made) : show({ ctx, params });
}

async function remove({ ctx, params }: Call): Promise<Response> {
  const found = await findKeyword(ctx, params.id ?? '');
  if (!found) return notFound();
  const { of, keyword } = found;
  if (of.keywords.length > 1) await changeKeyword(ctx, keyword.id, { gone: true });
  else await removeFilter(ctx, of.id);
  return answer({});
}
