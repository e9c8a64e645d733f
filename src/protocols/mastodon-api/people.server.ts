import { answer, notFound, tooFast } from './errors.ts';
import { answerPeople } from './people-page.server.ts';
import { idsIn } from './relations.server.ts';
import { anybody, person, type Call, type Route } from './route.ts';
import { windowOf } from './page.ts';
import { showAccounts } from './show.server.ts';
import {
  listEndorsements,
  listFollowers,
  listFollowing,
  type Listed,
} from '#domain/connections/lists.server.ts';
import { meet, meetByHandle } from '#domain/connections/meet.server.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { handleOf, listDirectory, searchPeople } from '#domain/posts/people-search.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Window } from '#platform/window.server.ts';

const reads = anybody('read:accounts');
const get = (path: string, read: Route['answer'], needs = reads): Route => ({
  ...{ method: 'GET', path, needs, answer: read },
});
type List = (ctx: Ctx, ownerId: string, window: Window) => Promise<Listed[]>;

/** What apps ask about other people. The last one takes whatever stands in the place of an id. */
export const peopleRoutes: readonly Route[] = [
  get('/api/v1/accounts', several),
  get('/api/v1/accounts/lookup', lookUp),
  get('/api/v1/accounts/search', search, person('read:accounts')),
  get('/api/v1/directory', directory),
  get('/api/v1/endorsements', ownEndorsements, person('read:accounts')),
  get('/api/v1/accounts/:id/followers', (call) => listOf(call, listFollowers)),
  get('/api/v1/accounts/:id/following', (call) => listOf(call, listFollowing)),
  get('/api/v1/accounts/:id/endorsements', (call) => listOf(call, listEndorsements)),
  get('/api/v1/accounts/:id/identity_proofs', nothingOf, person('read:accounts')),
  get('/api/v1/accounts/:id', account),
];

async function account({ ctx, params }: Call): Promise<Response> {
  const [shown] = await showAccounts(ctx, [params['id'] ?? '']);
  return shown ? answer(shown) : notFound();
}

async function several(call: Call): Promise<Response> {
  return answer(await showAccounts(call.ctx, idsIn(call)));
}

/** By handle, exactly. Whoever tries a list of handles is told nothing for a while, as on the pages. */
async function lookUp({ ctx, query, address }: Call): Promise<Response> {
  if (await guessesHandles(ctx, address)) return tooFast(10 * 60);
  const handle = handleOf(ctx, query.get('acct') ?? '');
  const met = handle === undefined ? undefined : await meetByHandle(ctx, handle);
  const [shown] = met ? await showAccounts(ctx, [met.id]) : [];
  if (shown) return answer(shown);
  await noteWrongHandle(ctx, address);
  return notFound();
}

async function search(call: Call): Promise<Response> {
  const { ctx, query } = call;
  const window = { limit: windowOf(call, 40, 80).limit, offset: offsetIn(call) };
  const following = /^(?:1|true)$/.test(query.get('following') ?? '');
  const found = await searchPeople(ctx, query.get('q') ?? '', { ...window, following });
  return answer(await showAccounts(ctx, found));
}

/** Whoever is in the directory is of this place: `local` changes nothing. */
async function directory(call: Call): Promise<Response> {
  const order = call.query.get('order') === 'new' ? 'new' : 'active';
  const { limit } = windowOf(call, 40, 80);
  const found = await listDirectory(call.ctx, { limit, offset: offsetIn(call), order });
  return answer(await showAccounts(call.ctx, found));
}

function offsetIn({ query }: Call): number {
  const offset = query.get('offset') ?? '';
  return /^\d{1,5}$/.test(offset) ? Number(offset) : 0;
}

async function listOf(call: Call, list: List): Promise<Response> {
  const id = call.params['id'] ?? '';
  if (!(await meet(call.ctx, id))) return notFound();
  return answerPeople(call, await list(call.ctx, id, windowOf(call, 40, 80)));
}

async function ownEndorsements(call: Call): Promise<Response> {
  const own = call.ctx.viewer?.personId ?? '';
  return answerPeople(call, await listEndorsements(call.ctx, own, windowOf(call, 40, 80)));
}

async function nothingOf({ ctx, params }: Call): Promise<Response> {
  return (await meet(ctx, params['id'] ?? '')) ? answer([]) : notFound();
}
