import { error, fail, redirect } from '@sveltejs/kit';
import { deskOf, preview, publish, save } from '../writing-desk.ts';
import { linkDesk } from '../link-desk.ts';
import type { Actions, PageServerLoad } from './$types';
import { acceptInvite } from '#domain/club/guest-invites.server.ts';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
  return {
    ...(await deskOf(locals.ctx, linkDesk(params.token), request.method)),
    kept: url.searchParams.get('kept'),
  };
};

export const actions: Actions = {
  save: (event) => save(event, linkDesk(event.params.token)),
  preview: (event) => preview(event, linkDesk(event.params.token)),
  publish: (event) => publish(event, linkDesk(event.params.token)),
  accept: async ({ locals, params }) => {
    const result = await acceptInvite(locals.ctx, params.token);
    if (!('refused' in result)) redirect(303, linkDesk(params.token).here);
    if (result.refused === 'gone') error(404, 'Not here');
    return fail(409, { notAccepted: result.refused });
  },
};
