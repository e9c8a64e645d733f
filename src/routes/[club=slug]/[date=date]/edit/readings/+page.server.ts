import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth } from '../planned.ts';
import { findWords } from '../find-words.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { paperFields, paperForm } from '#domain/club/paper-form.ts';
import { persistPaper, preparePaper, removePaper } from '#domain/club/papers.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  const readings = month.readings.map(({ position, title, journal, year }) => ({
    position,
    title,
    journal,
    year,
  }));
  return { month: headOf(month), readings };
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
    if ('paper' in found) return { what, faults: {}, fields: paperFields(found.paper) };
    return { what, faults: {}, proposals: found.proposals.map((paper) => paperFields(paper)) };
  },
  save: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(paperForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields });
    const saved = await persistPaper(locals.ctx, month.id, 'next', read.value);
    if (!('refused' in saved)) redirect(303, url.pathname);
    if (saved.refused === 'gone') error(404, 'Not here');
    return fail(409, {
      faults: { title: 'Twenty readings are the most. Take one away first.' },
      fields,
    });
  },
  remove: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const position = Number((await fieldsOf(request))['position']);
    if (!Number.isInteger(position) || position < 1 || position > 1000) error(400, 'Which one?');
    const removed = await removePaper(locals.ctx, month.id, position);
    if ('refused' in removed) error(404, 'Not here');
    redirect(303, url.pathname);
  },
};
