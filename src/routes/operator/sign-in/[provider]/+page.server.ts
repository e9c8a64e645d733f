import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../../account.ts';
import { presets, providerIdField, type ProviderKind } from '#domain/people/provider-rules.ts';
import {
  callbackFor,
  keepProvider,
  removeProvider,
  tryProvider,
  viewProvider,
} from '#domain/people/providers.server.ts';
import { typedIn } from '#domain/people/rules.ts';

/** What kind a page's id stands for: a service that we know, or the operator's own word for another. */
function kindOf(id: string): ProviderKind {
  const known = (['google', 'orcid', 'facebook', 'wordpress'] as const).find((one) => one === id);
  if (!known && providerIdField.safeParse(id).data !== id) error(404);
  return known ?? 'oidc';
}

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { params, locals, url } = event;
  const kind = kindOf(params.provider);
  const preset = kind === 'oidc' ? undefined : presets[kind];
  const found = await viewProvider(locals.ctx, params.provider);
  const { authorization, token, userinfo, keys } = found?.endpoints ?? {};
  return {
    kind,
    title: found?.name ?? preset?.name ?? 'Another service',
    register: preset?.register,
    callback: callbackFor(locals.ctx, params.provider),
    open: found !== undefined,
    hasSecret: found?.hasSecret ?? false,
    trusts: found?.trustsAddresses ?? preset?.trustsAddresses ?? false,
    saved: url.searchParams.has('saved'),
    fields: {
      'client-id': found?.clientId ?? '',
      name: found?.name ?? '',
      issuer: found?.issuer ?? '',
      scopes: found?.scopes ?? 'openid email',
      ...{ authorization, token, userinfo, keys },
    } as Record<string, string | undefined>,
  };
};

export const actions: Actions = {
  keep: async (event) => {
    await provedOperator(event);
    const { params, locals, request } = event;
    const form = await request.formData();
    const about = { id: params.provider, kind: kindOf(params.provider) };
    const answer = await keepProvider(locals.ctx, about, Object.fromEntries(form));
    if (answer?.refused === 'gone') error(404);
    // A secret is never sent back, not even to whoever typed it.
    form.delete('secret');
    if (answer) return fail(400, { faults: answer.faults, typed: typedIn(form).text });
    redirect(303, `/operator/sign-in/${params.provider}?saved`);
  },
  try: async (event) => {
    await provedOperator(event);
    const checked = await tryProvider(event.locals.ctx, event.params.provider);
    if (!('refused' in checked)) return { checked };
    if (checked.refused === 'gone') error(404);
    const words = 'That was often in a short time. Please wait a few minutes.';
    return fail(429, { checked: { state: 'unsure' as const, words } });
  },
  remove: async (event) => {
    await provedOperator(event);
    const answer = await removeProvider(event.locals.ctx, event.params.provider);
    if (answer) error(404);
    redirect(303, '/operator/sign-in?said=removed');
  },
};
