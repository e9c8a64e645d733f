import { readBody, textOf } from './body.server.ts';
import { relationshipOf } from './entities/relationship.ts';
import { answer, notFound, refuse } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { answerPeople } from './people-page.server.ts';
import { person, type Call, type Route } from './route.ts';
import { showAccounts } from './show.server.ts';
import { answerFollowRequest } from '#domain/connections/follows.server.ts';
import {
  listAsked,
  listBlocks,
  listDomainBlocks,
  listFollowRequests,
  listMutes,
} from '#domain/connections/lists.server.ts';
import { listRelations } from '#domain/connections/relations.server.ts';
import { blockDomain, unblockDomain } from '#domain/connections/server-blocks.server.ts';

const [reads, writes] = [person('read:blocks'), person('write:blocks')];
const domains = '/api/v1/domain_blocks';
const requests = '/api/v1/follow_requests';

/** Whom people keep away, and whom they let come nearer. */
export const keptAwayRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: requests, needs: person('read:follows') },
    answer: async (call) => answerPeople(call, await listFollowRequests(call.ctx, partOf(call))),
  },
  {
    ...{ method: 'GET', path: `${requests}/outgoing`, needs: person('read:follows') },
    answer: async (call) => answerPeople(call, await listAsked(call.ctx, partOf(call))),
  },
  {
    ...{ method: 'POST', path: `${requests}/:id/authorize`, needs: person('write:follows') },
    answer: (call) => answerRequest(call, true),
  },
  {
    ...{ method: 'POST', path: `${requests}/:id/reject`, needs: person('write:follows') },
    answer: (call) => answerRequest(call, false),
  },
  { method: 'GET', path: '/api/v1/mutes', needs: person('read:mutes'), answer: mutes },
  {
    ...{ method: 'GET', path: '/api/v1/blocks', needs: reads },
    answer: async (call) => answerPeople(call, await listBlocks(call.ctx, partOf(call))),
  },
  { method: 'GET', path: domains, needs: reads, answer: servers },
  { method: 'POST', path: domains, needs: writes, answer: blockServer },
  { method: 'DELETE', path: domains, needs: writes, answer: unblockServer },
];

const partOf = (call: Call) => windowOf(call, 40, 80);

async function answerRequest({ ctx, params }: Call, yes: boolean): Promise<Response> {
  const id = params['id'] ?? '';
  if (await answerFollowRequest(ctx, id, yes)) return notFound();
  const [relation] = await listRelations(ctx, [id]);
  return relation ? answer(relationshipOf(relation)) : notFound();
}

/** Source: https://docs.joinmastodon.org/entities/MutedAccount/ */
async function mutes(call: Call): Promise<Response> {
  const { ctx } = call;
  const listed = await listMutes(ctx, partOf(call));
  const ids = listed.map(({ personId }) => personId);
  const relations = await listRelations(ctx, ids);
  const ends = new Map(relations.map(({ id, muteEnds }) => [id, muteEnds]));
  const shown = (await showAccounts(ctx, ids)).map((account) => {
    const until = ends.get(account.id);
    return { ...account, mute_expires_at: until ? new Date(until).toISOString() : null };
  });
  return answerPage(
    call,
    shown,
    listed.map(({ id }) => id),
  );
}

async function servers(call: Call): Promise<Response> {
  const listed = await listDomainBlocks(call.ctx, windowOf(call, 100, 200));
  return answerPage(
    call,
    listed.map(({ domain }) => domain),
    listed.map(({ id }) => id),
  );
}

async function blockServer(call: Call): Promise<Response> {
  const domain = await domainIn(call);
  if (domain instanceof Response) return domain;
  const no = await blockDomain(call.ctx, domain);
  return no ? refuse(422, 'Validation failed: Domain is not a valid domain name') : answer({});
}

async function unblockServer(call: Call): Promise<Response> {
  const domain = await domainIn(call);
  if (domain instanceof Response) return domain;
  await unblockDomain(call.ctx, domain);
  return answer({});
}

async function domainIn({ request }: Call): Promise<string | Response> {
  const body = await readBody(request);
  return body instanceof Response ? body : (textOf(body, 'domain') ?? '');
}
