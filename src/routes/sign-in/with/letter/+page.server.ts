import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { visitOf } from '../../../account.ts';
import { arrivedWords, letOnwards } from '../arrived.ts';
import { connectPage, proveAddress, viewArrival } from '#domain/people/outside-arrivals.server.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  const arrival = await viewArrival(locals.ctx, request.headers.get('cookie'));
  return { here: arrival !== undefined };
};

// Opening the link changes nothing: programs that check mail open links too.
export const actions: Actions = {
  default: async (event) => {
    const key = (event.url.searchParams.get('token') ?? '').slice(0, 200);
    const answer = await proveAddress(event.locals.ctx, { key }, visitOf(event));
    if ('letIn' in answer) letOnwards(event, answer);
    if ('connect' in answer) redirect(303, connectPage);
    const gone = answer.refused === 'wrong' || answer.refused === 'gone';
    return fail(410, { words: gone ? undefined : arrivedWords[answer.refused] });
  },
};
