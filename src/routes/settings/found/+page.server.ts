import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../own-profile.ts';
import { foundIn } from '#domain/people/profile-rules.ts';
import { changeFound } from '#domain/people/profile.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, discoverable, indexable, showsFollows, feed } = await ownProfile(event);
  const saved = event.url.searchParams.has('saved');
  return { handle, found: { discoverable, indexable, showsFollows, feed }, saved };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const found = foundIn(await request.formData());
    const no = await changeFound(locals.ctx, found);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { found: tooFast }, found });
    redirect(303, '/settings/found?saved');
  },
};
