import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../own-profile.ts';
import { provedLogin } from '../../account.ts';
import { moveAway, type MoveRefused } from '#domain/federation/moves.server.ts';
import { readAliases } from '#domain/people/profile-rules.ts';
import { changeAliases } from '#domain/people/profile.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, alsoKnownAs } = await ownProfile(event);
  const { host } = new URL(event.locals.ctx.config.origin);
  const saved = event.url.searchParams.has('saved');
  const moved = event.url.searchParams.has('moved');
  return { full: `@${handle}@${host}`, aliases: alsoKnownAs.join('\n'), saved, moved };
};

const moveWords: Record<MoveRefused['refused'], string> = {
  signIn: 'Please sign in again.',
  notFound:
    'We could not find this account. Write it like @anna@example.social, or try again in a while.',
  notYours:
    'That account does not say yet that this one is yours too. Add it there first, then come back.',
  tooFast: 'You have tried this a few times today. Please try again tomorrow.',
};

export const actions: Actions = {
  away: async (event) => {
    await provedLogin(event);
    const to = String((await event.request.formData()).get('to') ?? '')
      .trim()
      .slice(0, 300);
    const no = await moveAway(event.locals.ctx, to);
    if (no) return fail(400, { faults: { to: moveWords[no.refused] }, typed: undefined, to });
    redirect(303, '/settings/move?moved');
  },
  aliases: async ({ locals, request }) => {
    const typed = String((await request.formData()).get('aliases') ?? '');
    const read = readAliases(typed);
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const no = await changeAliases(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { aliases: tooFast }, typed });
    // So that other servers can be told what these accounts are called.
    await Promise.all(read.value.map((alias) => locals.ctx.elsewhere(locals.ctx, alias)));
    redirect(303, '/settings/move?saved');
  },
};
