import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth, planOf } from './planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { removeMonth } from '#domain/club/board.server.ts';
import { listMoves, moveMonth } from '#domain/club/clockwork.server.ts';
import { mayMove, monthStates, type MonthState } from '#domain/club/month-state.ts';
import { hourWords } from '#domain/club/month-times.server.ts';
import { readerTime } from '#domain/club/times.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const month = await plannedMonth(ctx, params);
  const moves = await listMoves(ctx, month.club.id, month.id);
  const zone = ctx.viewer?.zone ?? 'UTC';
  const asked = month.questions.filter(({ kind }) => kind === 'question').length;
  return {
    month: headOf(month),
    kept: url.searchParams.get('kept'),
    may: monthStates.filter((to) => mayMove(month.state, to)),
    moves: moves.map(({ at, ...move }) => ({
      ...move,
      at: at.toISOString(),
      words: readerTime(Temporal.Instant.fromEpochMilliseconds(at.getTime()), zone, 'en-GB'),
    })),
    matters: [
      { to: 'about', name: 'Theme and announcement', says: month.summary || 'No words yet.' },
      {
        to: 'times',
        name: 'Times',
        says: hourWords({ hours: month.hours, worldLine: [] })
          .map(({ announced }) => announced)
          .join(' and '),
      },
      { to: 'paper', name: 'Paper', says: month.paper?.title ?? 'Not chosen yet.' },
      {
        to: 'plain-summary',
        name: 'Summary in plain words',
        says: month.plainSummary ? 'Written.' : 'Not written yet.',
      },
      { to: 'questions', name: 'Questions', says: asked === 0 ? 'None yet.' : `${asked} planned.` },
      {
        to: 'readings',
        name: 'More to read',
        says: month.readings.length === 0 ? 'Nothing yet.' : `${month.readings.length} listed.`,
      },
      {
        to: 'glossary',
        name: "The club's hard words",
        says: `${month.glossary.length} explained, for every month.`,
      },
      {
        to: 'study-notice',
        name: 'Study notice',
        says: month.studyNotice ? 'This chat will be studied.' : 'Nobody studies this chat.',
      },
    ],
  };
};

export const actions: Actions = {
  move: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const to = (await fieldsOf(request))['to'];
    const state = monthStates.find((known): known is MonthState => known === to);
    if (!state) return fail(400, { step: true });
    const moved = await moveMonth(locals.ctx, month.id, state);
    if ('refused' in moved)
      return moved.refused === 'gone' ? error(404, 'Not here') : fail(409, { step: true });
    redirect(303, planOf(month, month.date, 'move'));
  },
  remove: async ({ locals, params }) => {
    const month = await plannedMonth(locals.ctx, params);
    const removed = await removeMonth(locals.ctx, month.id);
    if ('refused' in removed)
      return removed.refused === 'gone' ? error(404, 'Not here') : fail(409, { announced: true });
    redirect(303, `/${month.club.slug}/board`);
  },
};
