import type { PageServerLoad } from './$types';
import { readSettings } from '#domain/house/settings.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  locals.keep = { tags: [], seconds: 300 };
  const { rules, leastAge } = await readSettings(locals.ctx);
  return { rules, leastAge };
};
