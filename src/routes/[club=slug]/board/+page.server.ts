import { error, fail, redirect } from '@sveltejs/kit';
import { curatedClub } from '../curated.ts';
import { fieldsOf } from '../[date=date]/edit/planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { askSomebody, closeAsk, listBoard, type BoardMonth } from '#domain/club/board.server.ts';
import { asId, readForm } from '#domain/club/club-rules.ts';
import { dayWords } from '#domain/club/month-page.server.ts';
import { askForm } from '#domain/club/month-rules.ts';
import { hourWords, nextHour } from '#domain/club/month-times.server.ts';
import { listWaiting } from '#domain/mentions/mentions.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx } = locals;
  const club = await curatedClub(ctx, params.club);
  const months = await listBoard(ctx, club.id);
  if ('refused' in months) error(404, 'Not here');
  const today = ctx.clock.now().toISOString().slice(0, 10);
  return {
    club: { slug: club.slug, name: club.name },
    elsewhere: await listWaiting(ctx, club.id),
    months: months.map((month) => boardMonth(ctx, month, today)),
  };
};

function boardMonth(ctx: App.Locals['ctx'], month: BoardMonth, today: string) {
  const { hours, asks, lastMove, ...rest } = month;
  return {
    ...rest,
    own: hourWords({ hours, worldLine: [] }, ctx.viewer?.zone)[0]?.own ?? '',
    next: nextHour(hours, ctx.clock.now(), ctx.viewer?.zone),
    lastMove: lastMove && {
      by: lastMove.by,
      to: lastMove.to,
      day: dayWords(lastMove.at.slice(0, 10)),
    },
    asks: asks.map(({ due, done, ...ask }) => ({
      ...ask,
      due: due && dayWords(due),
      late: !done && due !== null && due < today,
      done: done !== null,
    })),
  };
}

export const actions: Actions = {
  ask: async ({ locals, params, request, url }) => {
    await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const id = asId(fields['month']);
    const read = readForm(askForm, fields);
    if ('faults' in read) return fail(400, { id, faults: read.faults, fields });
    const asked = await askSomebody(locals.ctx, id, read.value);
    if ('refused' in asked) error(404, 'Not here');
    redirect(303, `${url.pathname}#month-${id}`);
  },
  close: async ({ locals, params, request, url }) => {
    await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const month = asId(fields['month']);
    const how = fields['how'] === 'done' ? 'done' : 'withdrawn';
    const closed = await closeAsk(locals.ctx, month, asId(fields['ask']), how);
    if ('refused' in closed) error(404, 'Not here');
    redirect(303, `${url.pathname}#month-${month}`);
  },
};
