import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../own-profile.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { rolesIn } from '#domain/people/profile-rules.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, roles } = await ownProfile(event);
  return { handle, said: roles, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const said = rolesIn(await request.formData());
    const no = await changeRoles(locals.ctx, said);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { patient: tooFast }, said });
    redirect(303, '/settings/roles?saved');
  },
};
