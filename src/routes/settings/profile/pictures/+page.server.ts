import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile } from '../../own-profile.ts';
import { listOwnPictures, removeOwnPicture } from '#domain/club/own-pictures.server.ts';
import { profilePictures, removeProfilePicture } from '#domain/people/profile-pictures.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, name, avatar, header } = await ownProfile(event);
  const { searchParams: asked } = event.url;
  return {
    person: { handle, name, avatar, header },
    pictures: await listOwnPictures(event.locals.ctx),
    kept: asked.get('kept'),
    removed: asked.has('removed'),
    which: asked.get('which'),
    problem: asked.get('problem'),
  };
};

export const actions: Actions = {
  remove: async ({ locals, request }) => {
    const asked = (await request.formData()).get('which');
    const which = profilePictures.find((one) => one === asked);
    if (!which) error(400);
    if (await removeProfilePicture(locals.ctx, which)) error(401);
    redirect(303, '/settings/profile/pictures?removed');
  },
  removeSent: async ({ locals, request }) => {
    const name = String((await request.formData()).get('name') ?? '');
    const no = await removeOwnPicture(locals.ctx, name);
    if (no?.refused === 'inUse') return fail(409, { inUse: name });
    redirect(303, '/settings/profile/pictures?removed');
  },
};
