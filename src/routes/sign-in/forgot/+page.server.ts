import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';
import { askForNewPassword } from '#domain/people/passwords.server.ts';
import { addressForm, fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = ({ url }) => ({
  sent: url.searchParams.has('sent'),
  signIn: withNext('/sign-in', safeNext(url.searchParams.get('next'))),
});

const tooFast = 'A lot has come from your side in a short time. Please try again in an hour.';

export const actions: Actions = {
  default: async ({ locals, request, url, getClientAddress }) => {
    const form = await request.formData();
    const read = readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const asked = { ...read.value, address: getClientAddress() };
    const answer = await askForNewPassword(locals.ctx, asked);
    if (answer) return fail(429, { faults: { email: tooFast }, typed: typedIn(form) });
    redirect(303, withNext('/sign-in/forgot?sent', safeNext(url.searchParams.get('next'))));
  },
};
