import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { findLogin, sessionCookieName, signOut } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (!login) redirect(303, '/');
  return {};
};

export const actions: Actions = {
  default: async ({ locals, request, cookies, setHeaders }) => {
    const { ctx } = locals;
    await signOut(ctx, request.headers.get('cookie'));
    const secure = ctx.config.origin.startsWith('https:');
    cookies.delete(sessionCookieName(ctx.config), { path: '/', secure });
    // Leaves nothing on a device that others may hold: pages, drafts, the service worker's shelf.
    setHeaders({ 'clear-site-data': '"cache", "storage"' });
    redirect(303, '/');
  },
};
