import { error, fail, redirect } from '@sveltejs/kit';
import { curatedClub } from '../curated.ts';
import { fieldsOf } from '../[date=date]/edit/planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { clubWordsForm, readForm } from '#domain/club/club-rules.ts';
import { changeClub } from '#domain/club/clubs.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { slug, name, about, hashtag, worldLine } = await curatedClub(locals.ctx, params.club);
  const fields: Record<string, string> = { name, about, hashtag, worldLine: worldLine.join('\n') };
  return { slug, name, fields };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const club = await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const read = readForm(clubWordsForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields });
    const changed = await changeClub(locals.ctx, club.slug, read.value);
    if ('refused' in changed) error(404, 'Not here');
    redirect(303, `/${club.slug}`);
  },
};
