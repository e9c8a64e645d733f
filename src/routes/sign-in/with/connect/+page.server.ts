import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies, visitOf } from '../../../account.ts';
import { arrivedWords, letOnwards } from '../arrived.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { connectArrival, viewArrival } from '#domain/people/outside-arrivals.server.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  const arrival = await viewArrival(locals.ctx, request.headers.get('cookie'));
  if (arrival?.step !== 'connect') redirect(303, '/sign-in/with/address');
  return { email: arrival.email, label: arrival.label };
};

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const login = await findLogin(ctx, event.request.headers.get('cookie'));
    const answer = await connectArrival(ctx, login, visitOf(event));
    if ('letIn' in answer) letOnwards(event, answer);
    if ('refused' in answer) return fail(410, { words: arrivedWords[answer.refused] });
    setCookies(event.cookies, answer.cookies);
    redirect(303, withNext('/sign-in', safeNext(answer.next)));
  },
};
