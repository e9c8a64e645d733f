import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { onwards, setCookies, visitOf } from '../account.ts';
import { waysElsewhere } from './elsewhere.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { askForPasskey } from '#domain/people/passkey-sign-in.server.ts';
import { fieldsOf, readForm, signInForm, typedIn } from '#domain/people/rules.ts';
import { findLogin, signIn } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url, cookies }) => {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (login) redirect(303, login.person ? next : withNext('/welcome', next));
  const asked = await askForPasskey(locals.ctx, request.headers.get('cookie'));
  setCookies(cookies, asked.cookies);
  return {
    passkey: { options: asked.options, action: withNext('/sign-in/passkey', next) },
    otherWays: [
      { href: withNext('/sign-in/letter', next), words: 'Send me a link and a code instead' },
      ...(await waysElsewhere(locals.ctx, next)),
    ],
    forgot: withNext('/sign-in/forgot', next),
    signUp: withNext('/sign-up', next),
    changed: url.searchParams.has('changed'),
  };
};

const words = {
  wrong:
    'The address or the password is not right. If you have just joined, answer our letter first.',
  tooFast: 'Somebody has tried this often in a short time. Please wait a quarter of an hour.',
  full: 'Many people sign in from your side at this moment. Please try again in a minute.',
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url, cookies } = event;
    const next = safeNext(url.searchParams.get('next'));
    const form = await request.formData();
    const typed = typedIn(form);
    const read = readForm(signInForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const answer = await signIn(locals.ctx, read.value, visitOf(event));
    if ('refused' in answer) {
      const status = answer.refused === 'wrong' ? 403 : 429;
      return fail(status, { faults: { email: words[answer.refused] }, typed });
    }
    setCookies(cookies, answer.cookies);
    redirect(303, onwards(answer, next));
  },
};
