import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { enough, professional, tooFast } from '../professional.ts';
import { askToLookAtPage, findLook } from '#domain/people/institution-page.server.ts';

export const load: PageServerLoad = async (event) => {
  const { login } = await professional(event);
  const { ctx } = event.locals;
  return {
    lastLook: await findLook(ctx, login.id),
    profile: `${ctx.config.origin}/@${ctx.viewer?.handle ?? ''}`,
    looked: event.url.searchParams.has('looked'),
  };
};

const words = {
  tooFast,
  enough,
  notAPage: 'Write the address of the page, beginning with https://.',
  notAHost: 'We cannot tell whose page this is. Please use its full name on the web.',
  anybodysPages:
    'Anybody can get a page there, so it says nothing about work. Please use one of a hospital, a practice or a university. Other pages can be links on your profile.',
};

export const actions: Actions = {
  default: async (event) => {
    const page = String((await event.request.formData()).get('page') ?? '');
    const from = event.getClientAddress();
    const no = await askToLookAtPage(event.locals.ctx, { page, from });
    if (no?.refused === 'gone') error(401);
    if (no) return fail(409, { faults: { page: words[no.refused] }, typed: page });
    redirect(303, '/settings/work/page?looked');
  },
};
