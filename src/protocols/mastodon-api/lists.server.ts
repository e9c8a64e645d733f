import { flagOf, readBody, textOf, textsIn } from './body.server.ts';
import { answer, notFound, refuse } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import { showAccounts } from './show.server.ts';
import { answerLines } from './timelines.server.ts';
import { isRepliesPolicy } from '#domain/posts/list-rules.ts';
import { listListed } from '#domain/posts/list-timeline.server.ts';
import {
  addToList,
  changeList,
  findList,
  listLists,
  listListsWith,
  listMembers,
  makeList,
  removeList,
  takeFromList,
  type ListRefused,
  type ListView,
  type ListWishes,
} from '#domain/posts/lists.server.ts';

const reads = person('read:lists');
const writes = person('write:lists');

/** Lists of people, who stands on them, and what those write. */
export const listRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/api/v1/lists', needs: reads },
    answer: async ({ ctx }) => answer((await listLists(ctx)).map(listOf)),
  },
  {
    ...{ method: 'GET', path: '/api/v1/accounts/:id/lists', needs: reads },
    answer: async ({ ctx, params }) =>
      answer((await listListsWith(ctx, params.id ?? '')).map(listOf)),
  },
  {
    ...{ method: 'GET', path: '/api/v1/lists/:id', needs: reads },
    answer: async ({ ctx, params }) => said(await findList(ctx, params.id ?? '')),
  },
  {
    ...{ method: 'POST', path: '/api/v1/lists', needs: writes },
    answer: (call) => writing(call, (wishes) => makeList(call.ctx, wishes)),
  },
  {
    ...{ method: 'PUT', path: '/api/v1/lists/:id', needs: writes },
    answer: (call) => writing(call, (wishes) => changeList(call.ctx, call.params.id ?? '', wishes)),
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/lists/:id', needs: writes },
    answer: async ({ ctx, params }) => done(await removeList(ctx, params.id ?? '')),
  },
  { method: 'GET', path: '/api/v1/lists/:id/accounts', needs: reads, answer: answerMembers },
  {
    ...{ method: 'POST', path: '/api/v1/lists/:id/accounts', needs: writes },
    answer: (call) => moving(call, addToList),
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/lists/:id/accounts', needs: writes },
    answer: (call) => moving(call, takeFromList),
  },
  { method: 'GET', path: '/api/v1/timelines/list/:id', needs: reads, answer: answerListed },
];

/** Source: https://docs.joinmastodon.org/entities/List/ */
function listOf({ id, title, repliesPolicy, exclusive }: ListView) {
  return { id, title, replies_policy: repliesPolicy, exclusive };
}

const words = {
  empty: "Validation failed: Title can't be blank",
  tooLong: 'Validation failed: Title is too long',
  notText: 'Validation failed: Title is not text',
  tooMany: 'Validation failed: There are too many',
} as const;

function refused({ refused: why }: ListRefused): Response {
  return why === 'gone' || why === 'signIn' ? notFound() : refuse(422, words[why]);
}

function said(made: ListView | ListRefused | undefined): Response {
  if (!made) return notFound();
  return 'refused' in made ? refused(made) : answer(listOf(made));
}

function done(made: ListRefused | undefined): Response {
  return made ? refused(made) : answer({});
}

async function writing(
  { request }: Call,
  write: (wishes: ListWishes) => Promise<ListView | ListRefused>,
): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const [title, policy, exclusive] = [
    textOf(body, 'title'),
    textOf(body, 'replies_policy'),
    flagOf(body, 'exclusive'),
  ];
  if (policy !== undefined && !isRepliesPolicy(policy))
    return refuse(422, `'${policy}' is not a valid replies_policy`);
  return said(
    await write({
      ...(title !== undefined && { title }),
      ...(policy !== undefined && { repliesPolicy: policy }),
      ...(exclusive !== undefined && { exclusive }),
    }),
  );
}

async function answerMembers(call: Call): Promise<Response> {
  const { ctx, params, query } = call;
  // Apps say 0 when they want everybody.
  const window = query.get('limit') === '0' ? { limit: 500 } : windowOf(call, 40, 80);
  const members = await listMembers(ctx, params.id ?? '', window);
  if (!members) return notFound();
  return answerPage(call, await showAccounts(ctx, members), members);
}

async function moving({ ctx, params, request }: Call, move: typeof addToList): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  return done(await move(ctx, params.id ?? '', textsIn(body, 'account_ids') ?? []));
}

async function answerListed(call: Call): Promise<Response> {
  const lines = await listListed(call.ctx, call.params.id ?? '', windowOf(call));
  return lines ? answerLines(call, lines) : notFound();
}
