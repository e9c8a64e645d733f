import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { monthPage } from '#domain/club/month-page.server.ts';
import { findMonth } from '#domain/club/months.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async ({ locals, params, isDataRequest }) => {
  const { ctx } = locals;
  const month = await findMonth(ctx, params.club, params.date);
  if (!month) error(404, 'Not here');
  locals.keep = { tags: [`month:${month.id}`, `club:${month.club.id}`], seconds: 60 };
  const url = `${ctx.config.origin}/${month.club.slug}/${month.date}`;
  return onlyRendered(
    { isDataRequest },
    {
      month: monthPage(ctx, month),
      description: month.summary || `${month.club.name}: ${month.theme}`,
      url,
      card: `${url}/card.png?v=${month.updated.getTime()}`,
    },
  );
};
