import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth } from '../planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { asId, readForm } from '#domain/club/club-rules.ts';
import { listWords, removeWord, saveWord } from '#domain/club/glossary-words.server.ts';
import { wordForm } from '#domain/club/month-rules.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  return { month: headOf(month), words: await listWords(locals.ctx, month.club.id) };
};

export const actions: Actions = {
  save: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(wordForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields });
    const saved = await saveWord(locals.ctx, month.club.id, read.value);
    if (!('refused' in saved)) redirect(303, url.pathname);
    if (saved.refused === 'gone') error(404, 'Not here');
    const faults: Record<string, string> = { term: '300 words are the most. Take one away first.' };
    return fail(409, { faults, fields });
  },
  remove: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const removed = await removeWord(
      locals.ctx,
      month.club.id,
      asId((await fieldsOf(request))['id']),
    );
    if ('refused' in removed) error(404, 'Not here');
    redirect(303, url.pathname);
  },
};
