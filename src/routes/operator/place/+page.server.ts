import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { placeForm } from '#domain/house/place-form.ts';
import { changeSettings, readSettings } from '#domain/house/settings.server.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const settings = await readSettings(event.locals.ctx);
  return { settings, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  default: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const read = readForm(placeForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form).text });
    const answer = await changeSettings(event.locals.ctx, read.value);
    if (answer) error(404);
    redirect(303, '/operator/place?saved');
  },
};
