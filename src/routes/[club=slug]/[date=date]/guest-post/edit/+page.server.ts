import { deskOf, preview, publish, save } from '../../../../write/writing-desk.ts';
import { ownDesk } from './own-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, request, url } = event;
  const desk = await deskOf(locals.ctx, await ownDesk(event), request.method);
  return { ...desk, kept: url.searchParams.get('kept') };
};

export const actions: Actions = {
  save: async (event) => save(event, await ownDesk(event)),
  preview: async (event) => preview(event, await ownDesk(event)),
  publish: async (event) => publish(event, await ownDesk(event)),
};
