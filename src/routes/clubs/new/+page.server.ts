import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf } from '../../[club=slug]/[date=date]/edit/planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { clubForm, readForm } from '#domain/club/club-rules.ts';
import { createClub } from '#domain/club/clubs.server.ts';

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.ctx.viewer?.operator) error(404, 'Not here');
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    if (!locals.ctx.viewer?.operator) error(404, 'Not here');
    const fields = await fieldsOf(request);
    const read = readForm(clubForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields });
    const made = await createClub(locals.ctx, read.value);
    if (!('refused' in made)) redirect(303, `/${made.slug}`);
    if (made.refused === 'gone') error(404, 'Not here');
    const faults: Record<string, string> = { slug: 'Another club has this address already.' };
    return fail(409, { faults, fields });
  },
};
