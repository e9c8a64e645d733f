import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin } from '../../../account.ts';
import { goTo } from '../../../sign-in/with/going.ts';
import { wordsOf } from '../../../sign-in/with/said.ts';
import { disconnectOutside, listOutside } from '#domain/people/outside.server.ts';
import { listProviders } from '#domain/people/providers.server.ts';

const here = '/settings/ways-in/outside';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const login = await provedLogin(event);
  const { searchParams: asked } = event.url;
  return {
    accounts: await listOutside(ctx, login.id),
    providers: await listProviders(ctx),
    said: wordsOf(asked.get('said'), 'The service'),
    done: asked.has('connected') ? 'connected' : asked.has('disconnected') ? 'disconnected' : null,
  };
};

export const actions: Actions = {
  connect: async (event) => {
    const connect = await provedLogin(event);
    const form = await event.request.formData();
    const provider = String(form.get('provider') ?? '');
    const server = String(form.get('server') ?? '');
    return goTo(event, { provider, server, next: here, connect });
  },
  disconnect: async (event) => {
    const login = await provedLogin(event);
    const form = await event.request.formData();
    const issuer = String(form.get('issuer') ?? '');
    const subject = String(form.get('subject') ?? '');
    const answer = await disconnectOutside(event.locals.ctx, login, { issuer, subject });
    if (answer) return fail(404, { words: 'It was disconnected already.', server: '' });
    redirect(303, `${here}?disconnected`);
  },
};
