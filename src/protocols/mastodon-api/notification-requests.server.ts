import { readBody, textsIn } from './body.server.ts';
import { answer, notFound } from './errors.ts';
import { showRequests } from './notification-show.server.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import {
  acceptRequests,
  dismissRequests,
  findRequest,
  listRequests,
} from '#domain/notifications/requests.server.ts';

const reads = person('read:notifications');
const writes = person('write:notifications');
const at = '/api/v1/notifications/requests';

type Act = typeof acceptRequests;

/** Those whose notifications wait for a person's word. */
export const notificationRequestRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: list },
  // What was let through is shown at once: nothing is merged later.
  {
    method: 'GET',
    path: `${at}/merged`,
    needs: reads,
    answer: async () => answer({ merged: true }),
  },
  { method: 'POST', path: `${at}/accept`, needs: writes, answer: many(acceptRequests) },
  { method: 'POST', path: `${at}/dismiss`, needs: writes, answer: many(dismissRequests) },
  { method: 'GET', path: `${at}/:id`, needs: reads, answer: find },
  { method: 'POST', path: `${at}/:id/accept`, needs: writes, answer: single(acceptRequests) },
  {
    method: 'POST',
    path: `${at}/:id/dismiss`,
    needs: writes,
    answer: single(dismissRequests),
  },
];

async function list(call: Call): Promise<Response> {
  const found = await listRequests(call.ctx, windowOf(call, 40, 80));
  const ids = found.map(({ id }) => id);
  return answerPage(call, await showRequests(call.ctx, found), ids);
}

async function find({ ctx, params }: Call): Promise<Response> {
  const found = await findRequest(ctx, params['id'] ?? '');
  const [shown] = found ? await showRequests(ctx, [found]) : [];
  return shown ? answer(shown) : notFound();
}

function single(act: Act) {
  return async ({ ctx, params }: Call) =>
    (await act(ctx, [params['id'] ?? ''])) > 0 ? answer({}) : notFound();
}

function many(act: Act) {
  return async ({ ctx, request }: Call) => {
    const body = await readBody(request);
    if (body instanceof Response) return body;
    await act(ctx, textsIn(body, 'id') ?? []);
    return answer({});
  };
}
