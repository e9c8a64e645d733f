import { redirect } from '@sveltejs/kit';
import { deskOf, place, takeAway } from '../../writing-desk.ts';
import { linkDesk } from '../../link-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
  const { here, draft } = await deskOf(locals.ctx, linkDesk(params.token), request.method);
  if (!draft) redirect(303, here);
  const { searchParams } = url;
  return { here, draft, added: searchParams.get('added'), problem: searchParams.get('problem') };
};

export const actions: Actions = {
  place: (event) => place(event, linkDesk(event.params.token)),
  remove: (event) => takeAway(event, linkDesk(event.params.token)),
};
