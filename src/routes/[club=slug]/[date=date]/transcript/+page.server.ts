import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { dayWords } from '#domain/club/month-page.server.ts';
import { maySummarise, transcriptOf } from '#domain/club/transcript.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async ({ locals, params, url, isDataRequest }) => {
  const { ctx } = locals;
  const asked = url.searchParams.get('page') ?? '1';
  const page = /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 0;
  const found = page > 0 && (await transcriptOf(ctx, params.club, params.date, page));
  if (!found) error(404, 'Not here');
  const { month, ...transcript } = found;
  const { club, theme, state } = month;
  locals.keep = { tags: [`month:${month.id}`, `chat:${month.id}`, `club:${club.id}`], seconds: 60 };
  const here = `/${club.slug}/${month.date}`;
  return onlyRendered(
    { isDataRequest },
    {
      ...transcript,
      theme,
      state,
      club: club.name,
      day: dayWords(month.date),
      here,
      description: `What was said in the chat of ${club.name} on ${dayWords(month.date)}.`,
      url: `${ctx.config.origin}${here}/transcript`,
      summarises: ctx.viewer !== null && (await maySummarise(ctx, club.id)),
    },
  );
};
