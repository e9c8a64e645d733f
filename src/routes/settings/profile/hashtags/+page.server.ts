import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile } from '../../own-profile.ts';
import {
  featureTag,
  listFeaturedTags,
  suggestTags,
  unfeatureTag,
  type TagRefused,
} from '#domain/posts/tags.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, id } = await ownProfile(event);
  const { ctx } = event.locals;
  const shown = (await listFeaturedTags(ctx, id)) ?? [];
  return {
    handle,
    shown: shown.map((one) => ({ id: one.id, tag: one.tag, shown: one.shown })),
    near: (await suggestTags(ctx)).map((one) => one.shown),
    saved: event.url.searchParams.has('saved'),
  };
};

const words: Record<TagRefused['refused'], string> = {
  signIn: 'Please sign in again.',
  noTag: 'A hashtag is one word of letters and numbers, without spaces.',
  gone: 'It is gone already.',
  tooMany: 'Ten stand on your page already. Take one of them off first.',
  already: 'This one stands on your page already.',
};

const here = '/settings/profile/hashtags';

export const actions: Actions = {
  add: async (event) => {
    await ownProfile(event);
    const typed = String((await event.request.formData()).get('tag') ?? '').trim();
    const done = await featureTag(event.locals.ctx, typed);
    if ('refused' in done) return fail(400, { fault: words[done.refused], typed });
    redirect(303, `${here}?saved`);
  },
  remove: async (event) => {
    await ownProfile(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const no = await unfeatureTag(event.locals.ctx, { id });
    if (no && no.refused !== 'gone') error(401);
    redirect(303, `${here}?saved`);
  },
};
