import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies, visitOf } from '../../account.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { confirmByCode, waitsForCode } from '#domain/people/sign-up.server.ts';

export const load: PageServerLoad = ({ locals, request, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  return {
    again: withNext('/sign-up', next),
    posted: locals.ctx.config.smtpUrl !== undefined,
    waits: waitsForCode(locals.ctx, request.headers.get('cookie')),
  };
};

const words = {
  wrong:
    'This code does not fit. Take the one of our newest letter. After an hour or five tries, follow the link in the letter instead.',
  tooFast: 'A lot has come from your side in a short time. Follow the link in the letter instead.',
  notInvited: 'Your invitation is used up by now. Please ask whoever sent it for a fresh link.',
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url, cookies } = event;
    const code = String((await request.formData()).get('code') ?? '');
    const answer = await confirmByCode(locals.ctx, code.slice(0, 100), visitOf(event));
    if ('refused' in answer) {
      const status = answer.refused === 'tooFast' ? 429 : 403;
      return fail(status, { faults: { code: words[answer.refused] } });
    }
    setCookies(cookies, answer.cookies);
    redirect(303, withNext('/welcome', safeNext(url.searchParams.get('next'))));
  },
};
