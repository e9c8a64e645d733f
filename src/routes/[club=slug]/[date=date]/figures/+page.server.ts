import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { chatFiguresOf } from '#domain/club/figures.server.ts';
import { dayWords } from '#domain/club/month-page.server.ts';

// Not kept: whoever says "leave me out" is left out of the very next look.
export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx } = locals;
  const found = await chatFiguresOf(ctx, params.club, params.date);
  if (!found) error(404, 'Not here');
  const { month, begun, figures } = found;
  const here = `/${month.club.slug}/${month.date}`;
  return {
    begun,
    figures,
    studied: month.studyNotice !== '',
    over: month.state === 'wrapUp' || month.state === 'archived',
    theme: month.theme,
    club: month.club.name,
    day: dayWords(month.date),
    here,
    description: `The chat of ${month.club.name} on ${dayWords(month.date)} in figures.`,
    url: `${ctx.config.origin}${here}/figures`,
  };
};
