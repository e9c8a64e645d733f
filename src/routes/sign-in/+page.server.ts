import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';
import { fieldsOf, readForm, signInForm, typedIn } from '#domain/people/rules.ts';
import { findLogin, signIn } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (login) redirect(303, login.person ? next : withNext('/welcome', next));
  return { signUp: withNext('/sign-up', next), changed: url.searchParams.has('changed') };
};

const words = {
  wrong:
    'The address or the password is not right. If you have just joined, answer our letter first.',
  tooFast: 'Somebody has tried this often in a short time. Please wait a quarter of an hour.',
};

export const actions: Actions = {
  default: async ({ locals, request, url, cookies, getClientAddress }) => {
    const next = safeNext(url.searchParams.get('next'));
    const form = await request.formData();
    const typed = typedIn(form);
    const read = readForm(signInForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const answer = await signIn(locals.ctx, { ...read.value, address: getClientAddress(), next });
    if ('refused' in answer) {
      const status = answer.refused === 'wrong' ? 403 : 429;
      return fail(status, { faults: { email: words[answer.refused] }, typed });
    }
    cookies.set(answer.name, answer.value, answer.options);
    // The page itself knows whether a handle is still to be chosen.
    redirect(303, withNext('/sign-in', next));
  },
};
