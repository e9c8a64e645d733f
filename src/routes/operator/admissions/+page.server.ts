import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { letSomebodyIn, listWaiting, turnSomebodyAway } from '#domain/people/admissions.server.ts';
import { noForm } from '#domain/people/joining.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const waiting = await listWaiting(event.locals.ctx);
  if ('refused' in waiting) error(404);
  const { signUp } = await readSettings(event.locals.ctx);
  return { waiting, mode: signUp, done: event.url.searchParams.get('done') };
};

export const actions: Actions = {
  yes: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const answer = await letSomebodyIn(event.locals.ctx, String(form.get('login') ?? ''));
    redirect(303, `/operator/admissions?done=${answer ? 'gone' : 'yes'}`);
  },
  no: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const read = readForm(noForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form).text });
    const { login: loginId, words } = read.value;
    const answer = await turnSomebodyAway(event.locals.ctx, { loginId, words });
    redirect(303, `/operator/admissions?done=${answer ? 'gone' : 'no'}`);
  },
};
