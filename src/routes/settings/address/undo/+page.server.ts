import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { findUndo, undoAddress } from '#domain/people/address.server.ts';

const tokenOf = (url: URL) => url.searchParams.get('token') ?? '';

// Whoever comes here may be locked out: the letter to the old address is proof enough.
export const load: PageServerLoad = async ({ locals, url }) => ({
  works: await findUndo(locals.ctx, tokenOf(url)),
});

export const actions: Actions = {
  default: async ({ locals, url }) => {
    const answer = await undoAddress(locals.ctx, tokenOf(url));
    if ('refused' in answer) return fail(410, { gone: true });
    redirect(303, `/sign-in/new-password?token=${answer.newPassword}`);
  },
};
