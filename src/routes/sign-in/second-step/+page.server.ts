import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { onwards, setCookies, visitOf } from '../../account.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { isHalfWay, takeSecondStep } from '#domain/people/second-step-sign-in.server.ts';

export const load: PageServerLoad = async (event) => {
  const next = safeNext(event.url.searchParams.get('next'));
  const signIn = withNext('/sign-in', next);
  if (event.request.method === 'GET' && !(await isHalfWay(event.locals.ctx, visitOf(event))))
    redirect(303, signIn);
  return { signIn, lost: withNext('/sign-in/second-step/lost', next) };
};

const words = {
  wrong:
    'This is not the code that your app shows now, nor an unused recovery code. A code that was used once does not work again: wait for the next one.',
  tooFast: 'That was a lot in a short time. Please wait a quarter of an hour.',
};

export const actions: Actions = {
  default: async (event) => {
    const next = safeNext(event.url.searchParams.get('next'));
    const form = await event.request.formData();
    const code = String(form.get('code') ?? '').slice(0, 100);
    const answer = await takeSecondStep(event.locals.ctx, code, visitOf(event));
    if ('refused' in answer) {
      const { refused } = answer;
      if (refused === 'gone') return fail(410, { gone: true });
      return fail(refused === 'wrong' ? 403 : 429, { faults: { code: words[refused] } });
    }
    setCookies(event.cookies, answer.cookies);
    if (answer.codesLeft === undefined) redirect(303, onwards(answer, next));
    redirect(303, withNext('/settings/ways-in/second-step?paper', next));
  },
};
