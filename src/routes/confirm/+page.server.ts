import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies, visitOf } from '../account.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { confirm, passwordWanted } from '#domain/people/sign-up.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  const token = url.searchParams.get('token') ?? '';
  return {
    again: withNext('/sign-up', next),
    signIn: withNext('/sign-in', next),
    asksPassword: await passwordWanted(locals.ctx, token, request.headers.get('cookie')),
  };
};

const words = {
  wrong:
    'This is not the password that was chosen. You can also leave it empty and go on without one.',
  tooFast: 'A lot has come from your side in a short time. Please try again in an hour.',
};
const status = { gone: 410, notInvited: 403, wrong: 403, tooFast: 429 } as const;

// Opening the link changes nothing: programs that check mail open links too.
export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url, cookies } = event;
    const token = url.searchParams.get('token') ?? '';
    const password = String((await request.formData()).get('password') ?? '').slice(0, 1000);
    const answer = await confirm(locals.ctx, token, visitOf(event), password);
    if ('refused' in answer) {
      const { refused } = answer;
      const fault = refused === 'wrong' || refused === 'tooFast' ? words[refused] : undefined;
      return fail(status[refused], {
        over: fault ? undefined : refused,
        faults: { password: fault },
      });
    }
    setCookies(cookies, answer.cookies);
    redirect(303, withNext('/welcome', safeNext(url.searchParams.get('next'))));
  },
};
