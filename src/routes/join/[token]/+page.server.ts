import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { contactOf } from '#domain/house/contact.server.ts';
import { waysElsewhere } from '../../sign-in/elsewhere.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { comeInWith } from '#domain/people/arriving.server.ts';
import { readInvitation } from '#domain/people/invitations.server.ts';
import { withNext } from '#domain/people/next.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async ({ locals, params, request }) => {
  const { ctx } = locals;
  const invited = await readInvitation(ctx, params.token);
  const { about, leastAge } = await readSettings(ctx);
  const login = await findLogin(ctx, request.headers.get('cookie'));
  const next = invited?.next ?? '/';
  return {
    invited,
    about,
    leastAge,
    contact: await contactOf(ctx),
    /** Where somebody stands who opens the link. */
    is: ctx.viewer ? ('here' as const) : login ? ('atTheDoor' as const) : ('new' as const),
    next,
    join: withNext(`/sign-up?invitation=${encodeURIComponent(params.token)}`, next),
    otherWays: await waysElsewhere(ctx, next, params.token),
    signIn: withNext('/sign-in', next),
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const login = await findLogin(locals.ctx, request.headers.get('cookie'));
    const invited = await readInvitation(locals.ctx, params.token);
    if (!login || login.person || !invited)
      redirect(303, `/join/${encodeURIComponent(params.token)}`);
    const answer = await comeInWith(locals.ctx, login.id, params.token);
    if (answer) return fail(410, { refused: answer.refused });
    redirect(303, withNext('/welcome', invited.next));
  },
};
