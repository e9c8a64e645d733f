import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownNote } from '../../own-note.ts';
import { ownProfile, tooFast } from '../own-profile.ts';
import { profileFields, profileForm } from '#domain/people/profile-rules.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import { listZones, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, name, pronouns, bio, languages, zone } = await ownProfile(event);
  const saved = event.url.searchParams.has('saved');
  return {
    person: { handle, name, pronouns, bio, languages, zone },
    zones: listZones(),
    saved,
    note: saved ? await ownNote(event.locals.ctx, bio) : '',
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const typed = { ...typedIn(form).text, languages: form.getAll('languages').map(String) };
    const read = readForm(profileForm, profileFields(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const no = await changeProfile(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { name: tooFast }, typed });
    redirect(303, '/settings/profile?saved');
  },
};
