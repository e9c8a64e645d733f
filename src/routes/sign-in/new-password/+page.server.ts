import { fail, redirect } from '@sveltejs/kit';
import type { Actions } from './$types';
import { placeWords } from '../../place-words.ts';
import { passwordWords } from '#domain/people/password.ts';
import { setNewPassword } from '#domain/people/passwords.server.ts';
import { fieldsOf, passwordForm, readForm } from '#domain/people/rules.ts';

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const read = readForm(passwordForm, fieldsOf(await request.formData()));
    if ('faults' in read) return fail(400, { faults: read.faults, gone: false });
    const token = url.searchParams.get('token') ?? '';
    const places = await placeWords(locals.ctx);
    const answer = await setNewPassword(locals.ctx, { token, ...read.value, places });
    if (answer?.refused === 'gone') return fail(410, { faults: {}, gone: true });
    if (answer)
      return fail(400, { faults: { password: passwordWords[answer.fault] }, gone: false });
    // Whoever had the old password may have left a way in of their own: the owner sees the list next.
    redirect(303, '/sign-in?changed&next=%2Fsettings%2Fways-in');
  },
};
