import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { nameIn } from './server-words.ts';
import { provedOperator } from '../../account.ts';
import { setRule } from '#domain/federation/peer-lists.server.ts';
import {
  countWaiting,
  listServers,
  resumeServer,
  serversAtOnce,
  stopServer,
} from '#domain/federation/peer-desk.server.ts';
import { federationModes } from '#domain/house/rules.ts';
import { changeSettings, readSettings } from '#domain/house/settings.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { ctx } = event.locals;
  const asked = event.url.searchParams;
  const look = nameIn(asked, 'look');
  const trouble = asked.has('trouble');
  const after = nameIn(asked, 'after');
  const servers = await listServers(ctx, { look, trouble, after });
  if ('refused' in servers) error(404);
  const last = servers.length === serversAtOnce ? servers.at(-1)?.host : undefined;
  const kept = { look, ...(trouble && { trouble: '' }) };
  const more = last && `?${new URLSearchParams({ ...kept, after: last })}`;
  const { federation: mode } = await readSettings(ctx);
  const waiting = await countWaiting(ctx);
  return { servers, more, look, trouble, mode, waiting, said: asked.get('said') };
};

async function act(
  event: RequestEvent,
  said: string,
  verb: (ctx: App.Locals['ctx'], host: string) => Promise<{ refused: string } | undefined>,
) {
  await provedOperator(event);
  const host = String((await event.request.formData()).get('host') ?? '').replaceAll('\0', '');
  const answer = await verb(event.locals.ctx, host);
  if (answer) return fail(409, { faults: { look: 'That server is not known here any more.' } });
  redirect(303, `/operator/federation?${new URLSearchParams({ look: host, said })}`);
}

export const actions: Actions = {
  mode: async (event) => {
    await provedOperator(event);
    const typed = String((await event.request.formData()).get('mode') ?? '');
    const federation = federationModes.find((mode) => mode === typed);
    if (!federation) return fail(400, { faults: { mode: 'Choose one of the three.' } });
    if (await changeSettings(event.locals.ctx, { federation })) error(404);
    redirect(303, '/operator/federation?said=mode');
  },
  stop: (event) => act(event, 'stopped', stopServer),
  resume: (event) => act(event, 'resumed', resumeServer),
  block: (event) => act(event, 'blocked', (ctx, host) => setRule(ctx, { rule: 'block', host })),
};
