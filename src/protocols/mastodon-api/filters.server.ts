import { readBody, textOf } from './body.server.ts';
import { filterEntityOf, filteredPostOf, keywordOf } from './entities/filter.ts';
import { answer, notFound } from './errors.ts';
import { keywordIn, readFilterBody, refusedFilter } from './filter-bodies.server.ts';
import { person, type Call, type Route } from './route.ts';
import {
  addFilteredPost,
  addKeyword,
  changeKeyword,
  findFilteredPost,
  findKeyword,
  removeFilteredPost,
} from '#domain/posts/filter-parts.server.ts';
import {
  changeFilter,
  findFilter,
  listFilters,
  makeFilter,
  removeFilter,
  type FilterRefused,
  type FilterView,
} from '#domain/posts/filters.server.ts';

const reads = person('read:filters');
const writes = person('write:filters');
const all = '/api/v2/filters';

/** Filters, their keywords and their posts. Source: https://docs.joinmastodon.org/methods/filters/ */
export const filterRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: all, needs: reads },
    answer: async ({ ctx }) => answer((await listFilters(ctx)).map(filterEntityOf)),
  },
  {
    ...{ method: 'POST', path: all, needs: writes },
    answer: async ({ ctx, request }) => {
      const wishes = await readFilterBody(request);
      return wishes instanceof Response ? wishes : shown(await makeFilter(ctx, wishes));
    },
  },
  {
    ...{ method: 'GET', path: `${all}/:id`, needs: reads },
    answer: (call) => inFilter(call, filterEntityOf),
  },
  {
    ...{ method: 'PUT', path: `${all}/:id`, needs: writes },
    answer: async ({ ctx, request, params }) => {
      const wishes = await readFilterBody(request);
      if (wishes instanceof Response) return wishes;
      return shown(await changeFilter(ctx, params.id ?? '', wishes));
    },
  },
  {
    ...{ method: 'DELETE', path: `${all}/:id`, needs: writes },
    answer: async ({ ctx, params }) => {
      const refused = await removeFilter(ctx, params.id ?? '');
      return refused ? refusedFilter(refused) : answer({});
    },
  },
  {
    ...{ method: 'GET', path: `${all}/:id/keywords`, needs: reads },
    answer: (call) => inFilter(call, ({ keywords }) => keywords.map(keywordOf)),
  },
  { method: 'POST', path: `${all}/:id/keywords`, needs: writes, answer: addWord },
  {
    ...{ method: 'GET', path: `${all}/keywords/:id`, needs: reads },
    answer: async ({ ctx, params }) =>
      orNothing((await findKeyword(ctx, params.id ?? ''))?.keyword, keywordOf),
  },
  { method: 'PUT', path: `${all}/keywords/:id`, needs: writes, answer: changeWord },
  {
    ...{ method: 'DELETE', path: `${all}/keywords/:id`, needs: writes },
    answer: async ({ ctx, params }) =>
      orNothing(await changeKeyword(ctx, params.id ?? '', { gone: true }), () => ({})),
  },
  {
    ...{ method: 'GET', path: `${all}/:id/statuses`, needs: reads },
    answer: (call) => inFilter(call, ({ posts }) => posts.map(filteredPostOf)),
  },
  { method: 'POST', path: `${all}/:id/statuses`, needs: writes, answer: addPost },
  {
    ...{ method: 'GET', path: `${all}/statuses/:id`, needs: reads },
    answer: async ({ ctx, params }) =>
      orNothing(await findFilteredPost(ctx, params.id ?? ''), filteredPostOf),
  },
  {
    ...{ method: 'DELETE', path: `${all}/statuses/:id`, needs: writes },
    answer: async ({ ctx, params }) =>
      orNothing(await removeFilteredPost(ctx, params.id ?? ''), () => ({})),
  },
];

function orNothing<T extends object>(
  made: T | FilterRefused | undefined,
  show: (made: T) => object,
): Response {
  if (!made) return notFound();
  return 'refused' in made ? refusedFilter(made) : answer(show(made));
}

const shown = (made: FilterView | FilterRefused) => orNothing(made, filterEntityOf);

async function inFilter(
  { ctx, params }: Call,
  show: (filter: FilterView) => object,
): Promise<Response> {
  return orNothing(await findFilter(ctx, params.id ?? ''), show);
}

async function addWord({ ctx, request, params }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const { keyword, wholeWord } = keywordIn(body);
  return orNothing(await addKeyword(ctx, params.id ?? '', { keyword, wholeWord }), keywordOf);
}

async function changeWord({ ctx, request, params }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const { keyword, wholeWord } = keywordIn(body);
  return orNothing(await changeKeyword(ctx, params.id ?? '', { keyword, wholeWord }), keywordOf);
}

async function addPost({ ctx, request, params }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const postId = textOf(body, 'status_id') ?? '';
  return orNothing(await addFilteredPost(ctx, params.id ?? '', postId), filteredPostOf);
}
