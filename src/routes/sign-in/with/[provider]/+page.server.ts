import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { goTo } from '../going.ts';
import { wordsOf } from '../said.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { listProviders } from '#domain/people/providers.server.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
  const found = (await listProviders(locals.ctx)).find(({ id }) => id === params.provider);
  if (!found) error(404);
  const next = safeNext(url.searchParams.get('next'));
  const said = wordsOf(url.searchParams.get('said'), found.name);
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (login && !said && request.method === 'GET') redirect(303, withNext('/sign-in', next));
  return { ...found, said, otherWays: otherWays(url.searchParams.get('invitation'), next) };
};

/** Whoever brings an invitation is new here and goes back to joining; others to signing in. */
function otherWays(invitation: string | null, next: string): string {
  if (!invitation) return withNext('/sign-in', next);
  return withNext(`/sign-up?invitation=${encodeURIComponent(invitation)}`, next);
}

export const actions: Actions = {
  default: async (event) => {
    const { params, request, url } = event;
    const form = await request.formData();
    return goTo(event, {
      provider: params.provider,
      server: String(form.get('server') ?? ''),
      invitation: url.searchParams.get('invitation') ?? undefined,
      next: safeNext(url.searchParams.get('next')),
    });
  },
};
