import type { PageServerLoad } from './$types';
import { contactOf } from '#domain/house/contact.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  locals.keep = { tags: [], seconds: 300 };
  return { contact: await contactOf(locals.ctx) };
};
