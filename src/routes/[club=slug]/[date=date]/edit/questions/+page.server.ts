import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth } from '../planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { asId, readForm } from '#domain/club/club-rules.ts';
import { questionForm } from '#domain/club/month-rules.ts';
import {
  addQuestion,
  changeQuestion,
  removeQuestion,
  swapQuestion,
  type PlanRefused,
} from '#domain/club/question-plan.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  return {
    month: headOf(month),
    minutes: month.hours[0]?.minutes ?? 60,
    questions: month.questions.map(({ id, kind, number, text, minute, released }) => ({
      id,
      kind,
      number,
      text,
      minute,
      asked: released !== null,
    })),
  };
};

const words: Record<Exclude<PlanRefused['refused'], 'gone'>, string> = {
  asked: 'This question was asked already, so it keeps its place.',
  tooMany: 'Fifty questions are the most.',
};

export const actions: Actions = {
  add: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(questionForm, fields);
    if ('faults' in read) return fail(400, { id: 'new', faults: read.faults, fields });
    return done(await addQuestion(locals.ctx, month.id, read.value), 'new', fields, url);
  },
  change: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const id = asId(fields['id']);
    const read = readForm(questionForm, fields);
    if ('faults' in read) return fail(400, { id, faults: read.faults, fields });
    return done(await changeQuestion(locals.ctx, month.id, id, read.value), id, fields, url);
  },
  up: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const id = asId(fields['id']);
    return done(await swapQuestion(locals.ctx, month.id, id, -1), id, fields, url);
  },
  remove: async ({ locals, params, request, url }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const id = asId(fields['id']);
    return done(await removeQuestion(locals.ctx, month.id, id), id, fields, url);
  },
};

function done(
  result: { planned: true } | PlanRefused,
  id: string,
  fields: Record<string, string>,
  url: URL,
) {
  if (!('refused' in result)) redirect(303, url.pathname);
  if (result.refused === 'gone') error(404, 'Not here');
  return fail(409, {
    id,
    fields,
    faults: { text: words[result.refused] } as Record<string, string>,
  });
}
