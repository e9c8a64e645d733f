import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../own-profile.ts';
import { changePosting, findPostingDefaults } from '#domain/people/posting.server.ts';
import { postingFields, postingForm } from '#domain/people/posting-rules.ts';
import { readForm } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  const { locked } = await ownProfile(event);
  const posting = await findPostingDefaults(event.locals.ctx);
  return { kept: { ...posting, locked }, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const read = readForm(postingForm, postingFields(await request.formData()));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: undefined });
    const no = await changePosting(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { visibility: tooFast }, typed: read.value });
    redirect(303, '/settings/posting?saved');
  },
};
