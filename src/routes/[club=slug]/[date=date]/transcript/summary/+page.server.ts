import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { dayWords } from '#domain/club/month-page.server.ts';
import { outlineText } from '#domain/club/outline.ts';
import {
  maySummarise,
  saveHostSummary,
  summaryVersion,
  transcriptOf,
  type SummaryRefused,
} from '#domain/club/transcript.server.ts';

type Ctx = App.Locals['ctx'];

/** The transcript for whoever may write its summary; for everybody else there is nothing here. */
async function findToSummarise(ctx: Ctx, { club, date }: { club: string; date: string }) {
  const found = ctx.viewer ? await transcriptOf(ctx, club, date) : undefined;
  if (!found?.begun || !(await maySummarise(ctx, found.month.club.id))) error(404, 'Not here');
  return found;
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const { month, outline } = await findToSummarise(locals.ctx, params);
  return {
    theme: month.theme,
    club: month.club.name,
    day: dayWords(month.date),
    here: `/${month.club.slug}/${month.date}`,
    text: month.hostSummary,
    version: summaryVersion(month.hostSummary),
    outline,
    outlineText: outlineText(outline),
  };
};

const words = {
  gone: '',
  tooLong: 'Please use 20,000 characters or fewer.',
  notText: 'There is a broken character in it.',
  tooFast: 'That was very quick. Please wait a minute, then save again.',
  changed:
    'Somebody saved another summary meanwhile. It is shown above yours; saving now puts yours in its place.',
} satisfies Record<SummaryRefused['refused'], string>;

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { month } = await findToSummarise(locals.ctx, params);
    const form = await request.formData();
    const text = form.get('summary');
    const input = { monthId: month.id, text, version: form.get('version') };
    const saved = await saveHostSummary(locals.ctx, input);
    const typed = typeof text === 'string' ? text : '';
    if ('saved' in saved)
      redirect(303, `/${month.club.slug}/${month.date}/transcript?sent=summary-${month.id}`);
    if (saved.refused === 'gone') error(404, 'Not here');
    const other = saved.refused === 'changed' ? month.hostSummary : '';
    return fail(saved.refused === 'changed' ? 409 : 400, {
      typed,
      other,
      error: words[saved.refused],
    });
  },
};
