import { redirect } from '@sveltejs/kit';
import { deskOf, place, takeAway } from '../../../../../write/writing-desk.ts';
import { ownDesk } from '../own-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { here, draft } = await deskOf(
    event.locals.ctx,
    await ownDesk(event),
    event.request.method,
  );
  if (!draft) redirect(303, here);
  const { searchParams } = event.url;
  return { here, draft, added: searchParams.get('added'), problem: searchParams.get('problem') };
};

export const actions: Actions = {
  place: async (event) => place(event, await ownDesk(event)),
  remove: async (event) => takeAway(event, await ownDesk(event)),
};
