import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { provedOperator } from '../account.ts';
import { contactOf } from '#domain/house/contact.server.ts';
import { readHouse } from '#domain/people/house-report.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const house = await readHouse(event.locals.ctx);
  if ('refused' in house) error(404);
  const contact = await contactOf(event.locals.ctx);
  return { house, contact, fresh: event.url.searchParams.has('welcome') };
};
