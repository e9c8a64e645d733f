import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { findMonth } from '#domain/club/months.server.ts';
import { decideMention } from '#domain/mentions/decide.server.ts';
import { listForHosts, type MentionToHost } from '#domain/mentions/mentions.server.ts';
import { pageNames, shownMention } from '#domain/mentions/shown.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await findMonth(locals.ctx, params.club, params.date);
  const place = month && { id: month.id, clubId: month.club.id };
  const all = place && (await listForHosts(locals.ctx, place));
  if (!month || !all) error(404, 'Not here');
  const lines = (decision: MentionToHost['decision']) =>
    all
      .filter((one) => one.decision === decision)
      .map((one) => ({ ...shownMention(one), under: pageNames[one.page] }));
  return {
    theme: month.theme,
    here: `/${month.club.slug}/${month.date}`,
    groups: [
      { name: 'Waiting for you', id: 'waiting', lines: lines(null) },
      { name: 'Shown', id: 'shown', lines: lines('shown') },
      { name: 'Put away', id: 'away', lines: lines('away') },
    ],
  };
};

const decided =
  (decision: 'shown' | 'away') =>
  async ({ locals, request, url }: { locals: App.Locals; request: Request; url: URL }) => {
    const id = String((await request.formData()).get('id') ?? '');
    const result = await decideMention(locals.ctx, { id, decision });
    if ('refused' in result) error(404, 'Not here');
    redirect(303, url.pathname);
  };

export const actions: Actions = {
  show: decided('shown'),
  away: decided('away'),
};
