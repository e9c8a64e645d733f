import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth, planOf } from '../planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { studyForm } from '#domain/club/month-rules.ts';
import { changeMonth } from '#domain/club/planning.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  return { month: headOf(month), studyNotice: month.studyNotice };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(studyForm, fields);
    if ('faults' in read)
      return fail(400, { faults: read.faults, studyNotice: fields['studyNotice'] ?? '' });
    const changed = await changeMonth(locals.ctx, month.id, read.value);
    if ('refused' in changed) error(404, 'Not here');
    redirect(303, planOf(month, month.date, 'study'));
  },
};
