import { error } from '@sveltejs/kit';
import { elsewhereShown } from './elsewhere-shown.ts';
import type { PageServerLoad } from './$types';
import { monthPage } from '#domain/club/month-page.server.ts';
import { findMonth } from '#domain/club/months.server.ts';
import { mentionHeaders } from '#domain/mentions/shown.ts';
import { wasHere } from '#domain/mentions/told.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async ({
  locals,
  params,
  url: asked,
  isDataRequest,
  setHeaders,
}) => {
  const { ctx } = locals;
  const month = await findMonth(ctx, params.club, params.date);
  if (!month) error((await wasHere(ctx, asked.pathname)) ? 410 : 404, 'Not here');
  locals.keep = { tags: [`month:${month.id}`, `club:${month.club.id}`], seconds: 60 };
  if (month.state !== 'draft') setHeaders(mentionHeaders(ctx.config.origin));
  const { id: monthId, hosts } = month;
  const here = `/${month.club.slug}/${month.date}`;
  const url = `${ctx.config.origin}${here}`;
  return onlyRendered(
    { isDataRequest },
    {
      month: monthPage(ctx, month),
      origin: ctx.config.origin,
      elsewhere: await elsewhereShown(locals, { monthId, page: 'month', here, hosts }),
      description: month.summary || `${month.club.name}: ${month.theme}`,
      url,
      card: `${url}/card.png?v=${month.updated.getTime()}`,
    },
  );
};
