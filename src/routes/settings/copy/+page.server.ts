import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin } from '../../account.ts';
import { askForArchive, findArchive, newArchiveToken } from '#domain/leaving/archive.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedLogin(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const copy = await findArchive(ctx);
  return { copy: copy && { ...copy, ...inWords(copy, ctx.viewer.zone) } };
};

function inWords(copy: { ends?: Date; next?: Date; bytes?: number }, zone: string) {
  const when = new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    timeZone: zone,
    timeZoneName: 'short',
  });
  const until = copy.ends ?? copy.next;
  const kilobytes = Math.max(1, Math.round((copy.bytes ?? 0) / 1024));
  const size = kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
  return { until: until?.toISOString() ?? '', untilWords: until ? when.format(until) : '', size };
}

export const actions: Actions = {
  ask: async (event) => {
    await provedLogin(event);
    const answer = await askForArchive(event.locals.ctx);
    if (answer) return fail(answer.refused === 'gone' ? 401 : 429, { problem: answer.refused });
    redirect(303, '/settings/copy');
  },
  fetch: async (event) => {
    await provedLogin(event);
    const made = await newArchiveToken(event.locals.ctx);
    if ('refused' in made) return fail(410, { problem: made.refused });
    redirect(303, `/settings/copy/${made.token}`);
  },
};
