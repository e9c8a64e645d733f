import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { visitOf } from '../../../account.ts';
import { arrivedWords, letOnwards } from '../arrived.ts';
import {
  askForAddress,
  connectPage,
  proveAddress,
  viewArrival,
} from '#domain/people/outside-arrivals.server.ts';
import { addressForm, fieldsOf, readForm } from '#domain/people/rules.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  const arrival = await viewArrival(locals.ctx, request.headers.get('cookie'));
  if (arrival?.step === 'connect') redirect(303, connectPage);
  return { arrival, posted: locals.ctx.config.smtpUrl !== undefined };
};

export const actions: Actions = {
  letter: async (event) => {
    const form = await event.request.formData();
    const email = String(form.get('email') ?? '');
    const read = readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, email });
    const answer = await askForAddress(event.locals.ctx, read.value.email, visitOf(event));
    if (answer) return fail(429, { faults: { email: arrivedWords[answer.refused] }, email });
    redirect(303, '/sign-in/with/address');
  },
  code: async (event) => {
    const form = await event.request.formData();
    const code = String(form.get('code') ?? '').slice(0, 50);
    const answer = await proveAddress(event.locals.ctx, { code }, visitOf(event));
    if ('letIn' in answer) letOnwards(event, answer);
    if ('connect' in answer) redirect(303, connectPage);
    return fail(400, { faults: { code: arrivedWords[answer.refused] }, email: undefined });
  },
};
