import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import type { Actions, PageServerLoad } from './$types';
import { rolesIn } from '#domain/connections/request-hold-rules.ts';
import {
  changeHolds,
  readOwnHolds,
  readYoung,
  sayYoung,
} from '#domain/connections/request-holds.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  return {
    holds: await readOwnHolds(ctx),
    young: await readYoung(ctx),
    saved: event.url.searchParams.has('saved'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const { ctx } = event.locals;
    const form = await event.request.formData();
    const places = String(form.get('places') ?? '');
    const holds = {
      roles: rolesIn(form.getAll('roles')),
      places: places.split('\n'),
      noSharedClub: form.getAll('also').includes('noSharedClub'),
    };
    const young = form.getAll('also').includes('young');
    const no = await changeHolds(ctx, holds);
    if (no?.refused === 'signIn') error(401);
    if (no) {
      const fault = 'Up to 20 places, a line each, of up to 80 characters.';
      return fail(400, { faults: { places: fault }, holds, young });
    }
    await sayYoung(ctx, young);
    redirect(303, '/settings/requests?saved');
  },
};
