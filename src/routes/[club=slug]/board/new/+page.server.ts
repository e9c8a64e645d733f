import { error, fail, redirect } from '@sveltejs/kit';
import { curatedClub } from '../../curated.ts';
import { fieldsOf } from '../../[date=date]/edit/planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { hourFaults } from '#domain/club/hour-faults.server.ts';
import { newMonthForm } from '#domain/club/month-rules.ts';
import { createMonth } from '#domain/club/planning.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const club = await curatedClub(locals.ctx, params.club);
  return { club: { slug: club.slug, name: club.name }, zone: locals.ctx.viewer?.zone ?? 'UTC' };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const read = readForm(newMonthForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields, twice: undefined });
    const made = await createMonth(locals.ctx, params.club, read.value);
    if (!('refused' in made)) redirect(303, `/${params.club}/${made.date}/edit?kept=new`);
    if (made.refused === 'gone') error(404, 'Not here');
    const { faults, twice } = hourFaults(made, [read.value]);
    return fail(409, { faults, fields, twice });
  },
};
