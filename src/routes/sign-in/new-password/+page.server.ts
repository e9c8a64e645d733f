import { fail, redirect } from '@sveltejs/kit';
import type { Actions } from './$types';
import { setNewPassword } from '#domain/people/passwords.server.ts';
import { fieldsOf, passwordForm, readForm } from '#domain/people/rules.ts';

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const read = readForm(passwordForm, fieldsOf(await request.formData()));
    if ('faults' in read) return fail(400, { faults: read.faults, gone: false });
    const token = url.searchParams.get('token') ?? '';
    const answer = await setNewPassword(locals.ctx, { token, ...read.value });
    if (answer) return fail(410, { faults: {}, gone: true });
    redirect(303, '/sign-in?changed');
  },
};
