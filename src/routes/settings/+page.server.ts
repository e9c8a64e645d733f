import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { passwordFault, passwordWords } from '#domain/people/password.ts';
import { changePassword } from '#domain/people/passwords.server.ts';
import { changeProfile, findPerson } from '#domain/people/persons.server.ts';
import { fieldsOf, listZones, profileForm, readForm, typedIn } from '#domain/people/rules.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  const { viewer } = locals.ctx;
  const person = viewer && (await findPerson(locals.ctx, viewer.handle));
  if (!login || !person) redirect(303, '/sign-in?next=/settings');
  return { person, email: login.email, zones: listZones(), saved: url.searchParams.get('saved') };
};

const tooFast = 'That was a lot in a short time. Please wait a while and try again.';
const passwordRefused = { wrong: 'This is not your password of until now.', tooFast };

export const actions: Actions = {
  profile: async ({ locals, request }) => {
    const form = await request.formData();
    const read = readForm(profileForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const answer = await changeProfile(locals.ctx, read.value);
    if (answer?.refused === 'gone') error(401);
    if (answer) return fail(429, { faults: { name: tooFast }, typed: typedIn(form) });
    redirect(303, '/settings?saved=profile');
  },
  password: async ({ locals, request }) => {
    const login = await findLogin(locals.ctx, request.headers.get('cookie'));
    if (!login) error(401);
    const form = await request.formData();
    const old = String(form.get('old-password') ?? '');
    const fresh = String(form.get('password') ?? '');
    const fault = passwordFault(fresh, login.email);
    if (fault) return fail(400, { faults: { password: passwordWords[fault] }, typed: null });
    const answer = await changePassword(locals.ctx, login, { old, fresh });
    const faults = answer && { 'old-password': passwordRefused[answer.refused] };
    if (faults) return fail(400, { faults, typed: null });
    redirect(303, '/settings?saved=password');
  },
};
