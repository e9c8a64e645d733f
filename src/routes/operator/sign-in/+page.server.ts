import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { presets, providerIdField } from '#domain/people/provider-rules.ts';
import { letMastodonIn, listProviders, removeProvider } from '#domain/people/providers.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const open = await listProviders(event.locals.ctx);
  const known = Object.entries(presets).map(([id, { name }]) => ({ id, name }));
  const others = open.filter(({ id }) => id !== 'mastodon' && !(id in presets));
  return {
    services: [...known, ...others].map(({ id, name }) => ({
      id,
      name,
      open: open.some((one) => one.id === id),
    })),
    mastodon: open.some(({ id }) => id === 'mastodon'),
    said: event.url.searchParams.get('said'),
  };
};

export const actions: Actions = {
  mastodon: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const { ctx } = event.locals;
    const wanted = form.get('open') === 'yes';
    const answer = wanted ? await letMastodonIn(ctx) : await removeProvider(ctx, 'mastodon');
    if (answer) error(404);
    redirect(303, `/operator/sign-in?said=${wanted ? 'opened' : 'closed'}`);
  },
  other: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const typed = String(form.get('id') ?? '');
    const read = providerIdField.safeParse(typed);
    if (read.success) redirect(303, `/operator/sign-in/${read.data}`);
    return fail(400, { faults: { id: read.error.issues[0]?.message ?? '' }, typed });
  },
};
