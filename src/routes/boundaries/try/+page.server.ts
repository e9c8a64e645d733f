import type { Actions, PageServerLoad } from './$types';
import { situationIn } from '#domain/boundaries/explorer.ts';
import { listPacks } from '#domain/boundaries/rule-packs.server.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  if (url.search === '') locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  const chosen = url.searchParams.get('pack');
  const packs = await listPacks(locals.ctx);
  return {
    refs: packs.map(({ ref }) => ref),
    layers: packs.filter(({ slug }) => slug !== 'base').map(({ slug, name }) => ({ slug, name })),
    chosen: chosen ? [chosen] : [],
  };
};

export const actions: Actions = {
  // For who reads without script: worked out in memory for the page that answers; kept and logged nowhere.
  default: async ({ request, setHeaders }) => {
    const form = await request.formData();
    setHeaders({ 'cache-control': 'no-store' });
    const chosen = form.getAll('pack').filter((one) => typeof one === 'string');
    return { situation: situationIn(form), chosen };
  },
};
