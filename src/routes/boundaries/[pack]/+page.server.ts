import { error } from '@sveltejs/kit';
import { dateWords } from '../../day-words.ts';
import type { PageServerLoad } from './$types';
import { findPack } from '#domain/boundaries/rule-packs.server.ts';
import { conflictsWith } from '#domain/boundaries/rule-shown.ts';
import { showRules } from '#domain/boundaries/rules-shown.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const found = await findPack(locals.ctx, params.pack);
  if (!found) error(404);
  locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  const { pack, own, ...about } = found;
  const since = own && dateWords(own.since);
  return {
    ...about,
    own: own && { ...own, since },
    rules: await showRules(pack),
    conflicts: conflictsWith(pack),
  };
};
