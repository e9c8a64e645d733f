import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { nameIn } from '../server-words.ts';
import { provedOperator } from '../../../account.ts';
import {
  dropRule,
  hostsAtOnce,
  importRules,
  listRules,
  setRule,
  type Rule,
} from '#domain/federation/peer-lists.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';

/** Which list it is stands in the address, also of what is sent: the page that answers shows the same one. */
const ruleOf = ({ url }: { url: URL }): Rule =>
  url.searchParams.get('rule') === 'allow' ? 'allow' : 'block';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const asked = event.url.searchParams;
  const rule = ruleOf(event);
  const look = nameIn(asked, 'look');
  const after = nameIn(asked, 'after');
  const hosts = await listRules(event.locals.ctx, { rule, look, after });
  if ('refused' in hosts) error(404);
  const last = hosts.length === hostsAtOnce ? hosts.at(-1)?.host : undefined;
  const more = last && `?${new URLSearchParams({ rule, look, after: last })}`;
  const { federation: mode } = await readSettings(event.locals.ctx);
  return { rule, hosts, look, more, mode, said: asked.get('said') };
};

export const actions: Actions = {
  add: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const rule = ruleOf(event);
    const host = String(form.get('host') ?? '');
    const reason = String(form.get('reason') ?? '');
    const answer = await setRule(event.locals.ctx, { rule, host, reason });
    if (answer?.refused === 'gone') error(404);
    if (answer)
      return fail(400, {
        faults: { host: 'Write the name of a server, like example.org.' },
        typed: { host, reason },
      });
    redirect(303, `/operator/federation/lists?${new URLSearchParams({ rule, said: 'added' })}`);
  },
  remove: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    if (await dropRule(event.locals.ctx, String(form.get('host') ?? ''))) error(404);
    const rule = ruleOf(event);
    redirect(303, `/operator/federation/lists?${new URLSearchParams({ rule, said: 'removed' })}`);
  },
  bring: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const rule = ruleOf(event);
    const text = String(form.get('list') ?? '');
    const brought = await importRules(event.locals.ctx, { rule, text });
    if ('refused' in brought) error(404);
    // What was left out stands on the page with its line: nothing gets lost silently.
    return { brought };
  },
};
