import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { findSwitchOff, stopSwitchOff } from '#domain/people/second-step-lost.server.ts';

const tokenOf = (url: URL) => url.searchParams.get('token') ?? '';

export const load: PageServerLoad = async ({ locals, url }) => ({
  waits: await findSwitchOff(locals.ctx, tokenOf(url)),
});

// Opening the link changes nothing: programs that check mail open links too.
export const actions: Actions = {
  default: async ({ locals, url }) => {
    const answer = await stopSwitchOff(locals.ctx, tokenOf(url));
    return answer ? fail(410, { stopped: false }) : { stopped: true };
  },
};
