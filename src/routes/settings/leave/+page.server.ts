import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin, signedIn } from '../../account.ts';
import { askToLeave, daysToThinkAgain, findLeaving, stay } from '#domain/leaving/leaving.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const leaving = await findLeaving(ctx);
  // To stay, being signed in is enough; to go, one shows that it is oneself.
  if (!leaving) await provedLogin(event);
  return {
    days: daysToThinkAgain,
    handle: ctx.viewer.handle,
    stayed: event.url.searchParams.has('stayed'),
    ends: leaving && {
      at: leaving.ends.toISOString(),
      words: inWords(leaving.ends, ctx.viewer.zone),
    },
  };
};

function inWords(ends: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    timeZone: zone,
    timeZoneName: 'short',
  }).format(ends);
}

const words = {
  unsure: 'Please say that you know what will happen. Nothing was changed.',
  lastOperator:
    'Nobody else looks after this place yet. Make another person operator first, then you can go.',
  tooFast: 'You went back and forth a few times today. Please come back tomorrow.',
};

export const actions: Actions = {
  leave: async (event) => {
    await provedLogin(event);
    const form = await event.request.formData();
    if (form.get('sure') !== 'yes') return fail(400, { faults: { sure: words.unsure } });
    const answer = await askToLeave(event.locals.ctx);
    if (!('refused' in answer)) redirect(303, '/settings/leave');
    if (answer.refused === 'gone') error(401);
    const status = answer.refused === 'tooFast' ? 429 : 409;
    return fail(status, { faults: { sure: words[answer.refused] } });
  },
  stay: async (event) => {
    await signedIn(event);
    await stay(event.locals.ctx);
    redirect(303, '/settings/leave?stayed');
  },
};
