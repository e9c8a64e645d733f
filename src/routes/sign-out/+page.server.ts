import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies } from '../account.ts';
import { findLogin, signOut } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  const done = url.searchParams.has('done');
  if (!login && !done) redirect(303, '/');
  return { done: !login };
};

export const actions: Actions = {
  default: async ({ locals, request, cookies, setHeaders }) => {
    setCookies(cookies, await signOut(locals.ctx, request.headers.get('cookie')));
    // Leaves nothing on a device that others may hold: pages, drafts, the service worker's shelf.
    setHeaders({ 'clear-site-data': '"cache", "storage"' });
    redirect(303, '/sign-out?done');
  },
};
