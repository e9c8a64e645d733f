import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { readHouse } from '#domain/people/house-report.server.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const house = await readHouse(locals.ctx);
  if ('refused' in house) error(404);
  return { house, fresh: url.searchParams.has('welcome') };
};
