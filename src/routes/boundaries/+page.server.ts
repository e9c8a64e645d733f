import type { PageServerLoad } from './$types';
import { conflicts } from '#domain/boundaries/conflicts.ts';
import { listPacks } from '#domain/boundaries/rule-packs.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  return { packs: await listPacks(locals.ctx), conflicts };
};
