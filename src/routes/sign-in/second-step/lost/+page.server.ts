import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { visitOf } from '../../../account.ts';
import { momentWords } from '../../../day-words.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { askToSwitchOff } from '#domain/people/second-step-lost.server.ts';
import { isHalfWay } from '#domain/people/second-step-sign-in.server.ts';

export const load: PageServerLoad = async (event) => {
  const next = safeNext(event.url.searchParams.get('next'));
  if (event.request.method === 'GET' && !(await isHalfWay(event.locals.ctx, visitOf(event))))
    redirect(303, withNext('/sign-in', next));
  return { back: withNext('/sign-in/second-step', next), signIn: withNext('/sign-in', next) };
};

export const actions: Actions = {
  default: async (event) => {
    const answer = await askToSwitchOff(event.locals.ctx, visitOf(event));
    if (!('refused' in answer)) return { offFrom: momentWords(answer.offFrom) };
    return fail(answer.refused === 'gone' ? 410 : 429, { refused: answer.refused });
  },
};
