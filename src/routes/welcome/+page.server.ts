import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';
import { becomePerson } from '#domain/people/persons.server.ts';
import {
  fieldsOf,
  handleWords,
  listZones,
  readForm,
  typedIn,
  welcomeForm,
} from '#domain/people/rules.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (!login) redirect(303, withNext('/sign-in', next));
  if (login.person) redirect(303, next);
  return { zones: listZones() };
};

const words = {
  taken: { handle: handleWords.taken },
  tooFast: { handle: 'That was a lot in a short time. Please try again in an hour.' },
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const next = safeNext(url.searchParams.get('next'));
    const login = await findLogin(locals.ctx, request.headers.get('cookie'));
    if (!login) redirect(303, withNext('/sign-in', next));
    const form = await request.formData();
    const typed = typedIn(form);
    const read = readForm(welcomeForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const answer = await becomePerson(locals.ctx, login.id, read.value);
    if ('refused' in answer && answer.refused !== 'already') {
      return fail(409, { faults: words[answer.refused], typed });
    }
    redirect(303, safeNext(url.searchParams.get('next'), `/@${read.value.handle}?welcome`));
  },
};
