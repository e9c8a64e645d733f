import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';
import { confirm } from '#domain/people/sign-up.server.ts';

export const load: PageServerLoad = ({ url }) => {
  const next = safeNext(url.searchParams.get('next'));
  return { again: withNext('/sign-up', next), signIn: withNext('/sign-in', next) };
};

// Opening the link changes nothing: programs that check mail open links too.
export const actions: Actions = {
  default: async ({ locals, url, cookies }) => {
    const answer = await confirm(locals.ctx, url.searchParams.get('token') ?? '');
    if ('refused' in answer) return fail(410, { refused: answer.refused });
    cookies.set(answer.name, answer.value, answer.options);
    redirect(303, withNext('/welcome', safeNext(url.searchParams.get('next'))));
  },
};
