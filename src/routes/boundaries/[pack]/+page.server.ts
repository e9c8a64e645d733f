import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { findPack } from '#domain/boundaries/rule-packs.server.ts';
import { conflictsWith } from '#domain/boundaries/rule-shown.ts';
import { showRules } from '#domain/boundaries/rules-shown.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const found = await findPack(params.pack);
  if (!found) error(404);
  locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  const { pack, ...about } = found;
  return { ...about, rules: await showRules(pack), conflicts: conflictsWith(pack) };
};
