import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth, planOf } from '../planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { plainSummaryForm } from '#domain/club/month-rules.ts';
import { changeMonth } from '#domain/club/planning.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  return {
    month: headOf(month),
    plainSummary: month.plainSummary,
    abstract: month.paper?.abstract ?? [],
    glossary: month.glossary.map(({ term }) => term),
  };
};

export const actions: Actions = {
  save: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(plainSummaryForm, fields);
    const typed = fields['plainSummary'] ?? '';
    if ('faults' in read) return fail(400, { faults: read.faults, plainSummary: typed });
    const changed = await changeMonth(locals.ctx, month.id, read.value);
    if ('refused' in changed) error(404, 'Not here');
    redirect(303, planOf(month, month.date, 'plain-summary'));
  },
  /** Marks what is hard to read, and keeps nothing. */
  look: async ({ locals, params, request }) => {
    await plannedMonth(locals.ctx, params);
    return { faults: {}, plainSummary: (await fieldsOf(request))['plainSummary'] ?? '' };
  },
};
