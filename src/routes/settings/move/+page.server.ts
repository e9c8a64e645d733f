import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../own-profile.ts';
import { readAliases } from '#domain/people/profile-rules.ts';
import { changeAliases } from '#domain/people/profile.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, alsoKnownAs } = await ownProfile(event);
  const { host } = new URL(event.locals.ctx.config.origin);
  const saved = event.url.searchParams.has('saved');
  return { full: `@${handle}@${host}`, aliases: alsoKnownAs.join('\n'), saved };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const typed = String((await request.formData()).get('aliases') ?? '');
    const read = readAliases(typed);
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const no = await changeAliases(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { aliases: tooFast }, typed });
    redirect(303, '/settings/move?saved');
  },
};
