import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { actsAtOnce, listActs } from '#domain/house/audit.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const before = /^\d{1,18}$/.exec(event.url.searchParams.get('before') ?? '')?.[0];
  const acts = await listActs(event.locals.ctx, before);
  if ('refused' in acts) error(404);
  const last = acts.length === actsAtOnce ? acts.at(-1)?.id : undefined;
  return { acts, more: last && `?before=${last}` };
};
