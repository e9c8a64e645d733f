import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';
import { credentialsForm, fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';
import { signUp } from '#domain/people/sign-up.server.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.ctx.viewer) redirect(303, next);
  return { signIn: withNext('/sign-in', next) };
};

const tooFast = 'A lot has come from your side in a short time. Please try again in an hour.';

export const actions: Actions = {
  default: async ({ request, locals, url, getClientAddress }) => {
    const next = safeNext(url.searchParams.get('next'));
    const form = await request.formData();
    const read = readForm(credentialsForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const answer = await signUp(locals.ctx, { ...read.value, address: getClientAddress(), next });
    if (answer) return fail(429, { faults: { email: tooFast }, typed: typedIn(form) });
    redirect(303, withNext('/sign-up/letter', next));
  },
};
