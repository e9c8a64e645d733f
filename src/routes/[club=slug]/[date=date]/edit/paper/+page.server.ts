import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth, planOf } from '../planned.ts';
import { findWords } from '../find-words.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { paperFields, paperForm, paperOfMonth } from '#domain/club/paper-form.ts';
import { persistPaper, preparePaper } from '#domain/club/papers.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  return {
    month: headOf(month),
    /** What is known without a number is looked for by its title. */
    guess: month.paper && !month.paper.doi && !month.paper.pmid ? month.paper.title : '',
    fields: month.paper ? paperFields(paperOfMonth(month.paper), month.paper.note) : undefined,
  };
};

export const actions: Actions = {
  find: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const what = ((await fieldsOf(request))['what'] ?? '').slice(0, 500);
    const found = await preparePaper(locals.ctx, month.club.id, what);
    if ('refused' in found) {
      if (found.refused === 'gone') error(404, 'Not here');
      return fail(found.refused === 'tooFast' ? 429 : 422, {
        what,
        faults: { what: findWords[found.refused] },
      });
    }
    if ('paper' in found)
      return { what, faults: {}, found: true, fields: paperFields(found.paper) };
    return { what, faults: {}, proposals: found.proposals.map((paper) => paperFields(paper)) };
  },
  save: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(paperForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields });
    const saved = await persistPaper(locals.ctx, month.id, 0, read.value);
    if ('refused' in saved) error(404, 'Not here');
    redirect(303, planOf(month, month.date, 'paper'));
  },
};
