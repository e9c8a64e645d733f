import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { peopleShown, peopleWindow } from '../../people-shown.ts';
import { ownProfile } from '../own-profile.ts';
import type { Actions, PageServerLoad } from './$types';
import { unblockPerson, unmutePerson } from '#domain/connections/blocks.server.ts';
import { listBlocks, listDomainBlocks, listMutes } from '#domain/connections/lists.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { listRelations } from '#domain/connections/relations.server.ts';
import { blockDomain, unblockDomain } from '#domain/connections/server-blocks.server.ts';

const mostServers = 200;

export const load: PageServerLoad = async (event) => {
  await ownProfile(event);
  const { locals, url } = event;
  const { ctx } = locals;
  const mutes = await listMutes(ctx, peopleWindow(url, 'muted'));
  const ends = await endsOf(ctx, mutes);
  const blocks = await listBlocks(ctx, peopleWindow(url, 'blocked'));
  const servers = await listDomainBlocks(ctx, { limit: mostServers });
  return {
    muted: await peopleShown(ctx, mutes, url, { name: 'muted', ends }),
    blocked: await peopleShown(ctx, blocks, url, { name: 'blocked' }),
    servers: servers.map(({ domain }) => domain),
    changed: url.searchParams.has('changed'),
  };
};

async function endsOf(ctx: App.Locals['ctx'], listed: readonly { personId: string }[]) {
  const relations = await listRelations(
    ctx,
    listed.map(({ personId }) => personId),
  );
  return new Map(relations.map(({ id, muteEnds }) => [id, muteEnds]));
}

export const actions: Actions = {
  unmute: (event) => takeBack(event, unmutePerson),
  unblock: (event) => takeBack(event, unblockPerson),
  server: async (event) => {
    await ownProfile(event);
    const domain = String((await event.request.formData()).get('domain') ?? '');
    const no = await blockDomain(event.locals.ctx, domain);
    if (no) return fail(400, { domain, faults: { domain: noHost } });
    redirect(303, '/settings/connections?changed');
  },
  unblockServer: async (event) => {
    await ownProfile(event);
    const domain = String((await event.request.formData()).get('domain') ?? '');
    await unblockDomain(event.locals.ctx, domain);
    redirect(303, '/settings/connections?changed');
  },
};

const noHost = 'This is no name of a server. It looks like social.example, without https.';

/** Whoever is gone meanwhile is no more in the way: it looks done. */
async function takeBack(event: RequestEvent, act: typeof unmutePerson): Promise<never> {
  await ownProfile(event);
  const { ctx } = event.locals;
  const handle = String((await event.request.formData()).get('handle') ?? '');
  const met = await meetByHandle(ctx, handle);
  if (met) await act(ctx, met.id);
  redirect(303, '/settings/connections?changed');
}
