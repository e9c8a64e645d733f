import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { isConsentKind } from '#domain/people/consent-texts.ts';
import { answerConsent, listConsents } from '#domain/people/consents.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  if (!event.locals.ctx.viewer) redirect(303, '/welcome');
  const saved = event.url.searchParams.get('saved') ?? '';
  return {
    consents: await listConsents(event.locals.ctx),
    saved: isConsentKind(saved) ? saved : undefined,
  };
};

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    const kind = String(form.get('kind') ?? '');
    const word = form.get('answer');
    if (!isConsentKind(kind) || (word !== 'yes' && word !== 'no')) error(400, 'Broken form');
    const answer = await answerConsent(event.locals.ctx, kind, word === 'yes');
    if (answer?.refused === 'gone') error(404);
    if (answer) return fail(429, { tooFast: true });
    redirect(303, `/settings/consents?saved=${kind}#${kind}`);
  },
};
