import type { PageServerLoad } from './$types';
import { safeNext, withNext } from '#domain/people/next.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  return { again: withNext('/sign-up', next), posted: locals.ctx.config.smtpUrl !== undefined };
};
