import type { PageServerLoad } from './$types';
import { contactOf } from '#domain/house/contact.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  locals.keep = { tags: [], seconds: 300 };
  const { about, signUp } = await readSettings(locals.ctx);
  return { about, signUp, contact: await contactOf(locals.ctx) };
};
