import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { onwards, setCookies, visitOf } from '../../account.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { askForPasskey, signInByPasskey } from '#domain/people/passkey-sign-in.server.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url, cookies }) => {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (login) redirect(303, withNext('/sign-in', next));
  const asked = await askForPasskey(locals.ctx, request.headers.get('cookie'));
  setCookies(cookies, asked.cookies);
  return {
    options: asked.options,
    action: withNext('/sign-in/passkey', next),
    otherWays: withNext('/sign-in', next),
  };
};

const refused = {
  unknown: {
    status: 403,
    words:
      'We do not know this passkey, or it gave no good answer. It may have been removed here. Please sign in another way.',
  },
  late: {
    status: 400,
    words: 'The page was open for longer than five minutes. Please press the button once more.',
  },
  tooFast: {
    status: 429,
    words: 'A lot has come from your side in a short time. Please wait a quarter of an hour.',
  },
};

export const actions: Actions = {
  default: async (event) => {
    const next = safeNext(event.url.searchParams.get('next'));
    const form = await event.request.formData();
    const given = String(form.get('answer') ?? '');
    const answer = await signInByPasskey(event.locals.ctx, given, visitOf(event));
    if ('refused' in answer) {
      const { status, words } = refused[answer.refused];
      return fail(status, { words });
    }
    setCookies(event.cookies, answer.cookies);
    redirect(303, onwards(answer, next));
  },
};
